using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// An event's Markdown that cannot grow beyond what Datadog takes, by construction: whatever is added fits, or is not added and said
/// to be missing.
/// </summary>
internal sealed class EventBody
{
    /// <summary>Characters that Datadog takes (<c>POST /api/v1/events</c>), less the marks of Markdown that the sender puts around.</summary>
    public const int MaxLength = 4000 - 10;

    // By DogStatsD the whole event is one datagram: the Agent's buffer of 8192 bytes, less title, tags and lengths.
    private const int MaxBytes = 6500;

    // Room for the line that tells how much of a list is missing.
    private const int MoreLength = 40;

    private readonly StringBuilder _text = new();
    private int _bytes;

    /// <summary>Characters that still fit.</summary>
    public int Left => Math.Min(MaxLength - _text.Length, MaxBytes - _bytes);

    /// <summary>Adds a paragraph whole, or not at all.</summary>
    public bool TryAddParagraph(string text) => TryAdd(_text.Length == 0 ? text : "\n\n" + text);

    /// <summary>Adds a heading and a fenced block below it, cut to what there is room for.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="limit">Characters of the block, at most.</param>
    /// <param name="fit">Makes the block for a number of characters.</param>
    public void AddBlock(string heading, int limit, Func<int, string> fit)
    {
        const int Fences = 12;
        for (int room = Math.Min(limit, Left - heading.Length - Fences); room >= 40; room /= 2)
        {
            // A text beyond ASCII has more bytes than characters; half as much of it may fit.
            if (TryAddParagraph($"{heading}\n```\n{fit(room)}\n```"))
            {
                return;
            }
        }
    }

    /// <summary>Adds a heading and as many items of a list as there is room for, and says how many are missing.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="items">The items, one line each.</param>
    /// <param name="total">How many there are altogether.</param>
    /// <param name="limit">Characters of the list, at most.</param>
    public void AddList(string heading, IEnumerable<string> items, int total, int limit)
    {
        int end = Math.Max(0, Left - limit);
        if (total == 0 || Left - end < heading.Length + MoreLength + 4 || !TryAddParagraph(heading))
        {
            return;
        }

        int shown = 0;
        foreach (string item in items)
        {
            string line = "\n- " + item;
            if (Left - end - Size(line) < MoreLength || !TryAdd(line))
            {
                break;
            }

            shown++;
        }

        if (shown < total)
        {
            TryAdd(string.Create(CultureInfo.InvariantCulture, $"\n- {(shown == 0 ? "" : "and ")}{total - shown} more"));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private bool TryAdd(string text)
    {
        int bytes = Bytes(text);
        if (_text.Length + text.Length > MaxLength || _bytes + bytes > MaxBytes)
        {
            return false;
        }

        _text.Append(text);
        _bytes += bytes;
        return true;
    }

    private static int Size(string text) => Math.Max(text.Length, Bytes(text));

    // A line break travels as two characters by DogStatsD.
    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text) + text.AsSpan().Count('\n');
}
