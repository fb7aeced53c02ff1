using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// An event's Markdown that cannot exceed Datadog's limit: what does not fit is not added, and noted as missing.
/// </summary>
internal sealed class EventBody
{
    /// <summary>Characters that Datadog accepts (<c>POST /api/v1/events</c>), less the Markdown marks that the sender adds.</summary>
    public const int MaxLength = 4000 - 10;

    // By DogStatsD, the whole event is one datagram: the Agent's buffer of 8192 bytes, less title, tags and lengths.
    private const int MaxBytes = 6500;

    // Space for the line that says how much of a list is missing.
    private const int MoreLength = 40;

    private readonly StringBuilder _text = new();
    private int _bytes;

    /// <summary>Characters that fit.</summary>
    public int Left => Math.Min(MaxLength - _text.Length, MaxBytes - _bytes);

    /// <summary>Adds a whole paragraph, or nothing.</summary>
    public bool TryAddParagraph(string text) => TryAdd(_text.Length == 0 ? text : "\n\n" + text);

    /// <summary>Adds a heading and a fenced block below it, cut to the available space.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="limit">Maximum length of the block.</param>
    /// <param name="fit">Creates the block for a number of characters.</param>
    public void AddBlock(string heading, int limit, Func<int, string> fit)
    {
        const int Fences = 12;
        for (int room = Math.Min(limit, Left - heading.Length - Fences); room >= 40; room /= 2)
        {
            // Other texts than ASCII have more bytes than characters; half as much may fit.
            if (TryAddParagraph($"{heading}\n```\n{fit(room)}\n```"))
            {
                return;
            }
        }
    }

    /// <summary>Adds a heading and as many items of a list as fit, and notes how many are missing.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="items">The items, one line each.</param>
    /// <param name="total">Total number of items.</param>
    /// <param name="limit">Maximum length of the list.</param>
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

    // A line break takes two characters in DogStatsD.
    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text) + text.AsSpan().Count('\n');
}
