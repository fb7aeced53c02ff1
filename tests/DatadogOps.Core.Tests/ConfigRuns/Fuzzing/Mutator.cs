using System.Text;
using DatadogOps.Aws.Iam;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>
/// Breaks a report as no tool would: bytes, and what it is made of, its lines, words, numbers and brackets. What it takes from elsewhere is
/// from other reports, so that a mutant stays near enough to one to be read far.
/// </summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, Random random)
{
    private const int MaxLength = 1024 * 1024;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\r\n", "\t", " ", "  ", "- ", "? ", "|", "|-", ">", ">+", "&a ", "*a", "!x ", "!!binary ", "---\n", "...\n", "\\", "\\u0000", "\\ud800",
            "null", "true", "false", "~", "\0", "\uFEFF", "\u2028", "\u0085", "%", "#", " #", "{{", "::", "_|-", "/", "@", "`", "=", "password=", "--password ", "://a:b@c", "Bearer ",
            "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "AKIAIOSFODNN7EXAMPLE", " had an error: ", " (x line 1)", "\r\n\r\n", "ffffffff\r\n", "0\r\n\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F], [0xFF, 0xFE], [0xFE, 0xFF],
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "00", "1e308", "1e999", "-1e999", "1e-999", "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775808", "99999999999999999999999999", "0x1F", "1_000",
        "0.1", ".5", "5.", "NaN", ".inf", "Infinity", "1e", "+7", "253402300800", "-62135596801", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-13-45T99:99:99Z", "PT-1S", "P99999999D",
    ];

    private static readonly (string Open, string Close)[] Nests = [("[", "]"), ("{\"a\":", "}"), ("{", "}"), ("- ", ""), ("a:\n ", ""), ("[[{\"a\":", "}]]"), ("\"", "\""), ("{\"data\":", "}"), ("{\"return\":[", "]}")];

    private readonly byte[][] _words = [.. corpus.SelectMany(WordsOf).DistinctBy(Convert.ToHexString)];

    /// <summary>Another broken report.</summary>
    public byte[] Next(byte[] original)
    {
        List<byte> mutant = [.. original];
        for (int i = random.Next(1, 8); i > 0 && mutant.Count > 0; i--)
        {
            Change(mutant);
        }

        return [.. mutant.Count > MaxLength ? mutant.GetRange(0, MaxLength) : mutant];
    }

    private void Change(List<byte> mutant)
    {
        int at = random.Next(mutant.Count);
        int length = Math.Min(random.Next(1, random.Next(2, 400)), mutant.Count - at);
        switch (random.Next(20))
        {
            case 0:
                mutant[at] = (byte)random.Next(256);
                break;
            case 1:
                mutant[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                mutant.RemoveRange(at, length);
                break;
            case 3:
                mutant.RemoveRange(at, mutant.Count - at);
                break;
            case 4:
                mutant.InsertRange(at, Any(Pieces));
                break;
            case 5:
                mutant.InsertRange(at, Repeat(Any(Pieces)));
                break;
            case 6:
                mutant.InsertRange(random.Next(mutant.Count), mutant.GetRange(at, length));
                break;
            case 7:
                byte[] other = Any(corpus);
                int from = random.Next(other.Length);
                mutant.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            case 8:
                Merge(mutant, at);
                break;
            case 9 or 10:
                ReplaceWord(mutant, at, Any(_words));
                break;
            case 11:
                ReplaceWord(mutant, at, Repeat(Any(_words)));
                break;
            case 12:
                ReplaceNumber(mutant, at);
                break;
            case 13:
                SwapWords(mutant, at);
                break;
            case 14:
                Nest(mutant, at);
                break;
            case 15:
                RepeatLines(mutant, at);
                break;
            case 16:
                SwapLines(mutant, at);
                break;
            case 17:
                Indent(mutant, at);
                break;
            case 18:
                (int start, int end) = LineAt(mutant, at);
                mutant.RemoveRange(start, end - start);
                break;
            default:
                RepeatBlock(mutant, at);
                break;
        }
    }

    // Up to 300 times, and rarely so often that time which grows faster than the text shows.
    private byte[] Repeat(byte[] piece)
    {
        int count = random.Next(100) == 0 ? random.Next(300, 30_000) : random.Next(1, 300);
        return [.. Enumerable.Repeat(piece, Math.Min(count, 1 + (MaxLength / 4 / Math.Max(1, piece.Length)))).SelectMany(one => one)];
    }

    // The begin of this and the end of another, each up to a line's end.
    private void Merge(List<byte> mutant, int at)
    {
        byte[] other = Any(corpus);
        int from = LineAt([.. other], random.Next(other.Length)).Start;
        int to = LineAt(mutant, at).End;
        mutant.RemoveRange(to, mutant.Count - to);
        mutant.AddRange(other[from..]);
    }

    private static void ReplaceWord(List<byte> mutant, int at, byte[] word)
    {
        (int start, int end) = WordAt(mutant, at);
        mutant.RemoveRange(start, end - start);
        mutant.InsertRange(start, word);
    }

    private void ReplaceNumber(List<byte> mutant, int at)
    {
        int start = mutant.FindIndex(at, one => one is >= (byte)'0' and <= (byte)'9');
        if (start >= 0)
        {
            int end = mutant.FindIndex(start, one => one is not (>= (byte)'0' and <= (byte)'9'));
            mutant.RemoveRange(start, (end < 0 ? mutant.Count : end) - start);
            mutant.InsertRange(start, Encoding.UTF8.GetBytes(Any(Numbers)));
        }
    }

    private void SwapWords(List<byte> mutant, int at)
    {
        (int start, int end) = WordAt(mutant, at);
        (int otherStart, int otherEnd) = WordAt(mutant, random.Next(mutant.Count));
        if (end > otherStart)
        {
            return;
        }

        List<byte> word = mutant.GetRange(start, end - start);
        List<byte> other = mutant.GetRange(otherStart, otherEnd - otherStart);
        mutant.RemoveRange(otherStart, other.Count);
        mutant.InsertRange(otherStart, word);
        mutant.RemoveRange(start, word.Count);
        mutant.InsertRange(start, other);
    }

    private void Nest(List<byte> mutant, int at)
    {
        (string open, string close) = Any(Nests);
        int depth = random.Next(4) == 0 ? random.Next(100, 2000) : random.Next(1, 20);
        (int start, int end) = WordAt(mutant, at);
        mutant.InsertRange(end, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(close, depth))));
        mutant.InsertRange(start, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth))));
    }

    private void RepeatLines(List<byte> mutant, int at)
    {
        (int start, _) = LineAt(mutant, at);
        (_, int end) = LineAt(mutant, Math.Min(mutant.Count - 1, start + random.Next(1, 2000)));
        mutant.InsertRange(end, Repeat([.. mutant.GetRange(start, end - start)]));
    }

    private void SwapLines(List<byte> mutant, int at)
    {
        (int start, int end) = LineAt(mutant, at);
        List<byte> line = mutant.GetRange(start, end - start);
        mutant.RemoveRange(start, line.Count);
        mutant.InsertRange(mutant.Count == 0 ? 0 : LineAt(mutant, random.Next(mutant.Count)).Start, line);
    }

    private void Indent(List<byte> mutant, int at)
    {
        int start = LineAt(mutant, at).Start;
        if (random.Next(2) == 0)
        {
            mutant.InsertRange(start, Enumerable.Repeat((byte)' ', random.Next(1, 5)));
        }
        else if (start < mutant.Count && mutant[start] == (byte)' ')
        {
            mutant.RemoveAt(start);
        }
    }

    // What a pair of brackets holds, again and again.
    private void RepeatBlock(List<byte> mutant, int at)
    {
        int open = mutant.FindIndex(at, one => one is (byte)'{' or (byte)'[');
        int close = open < 0 ? -1 : CloseOf(mutant, open);
        if (close > 0)
        {
            mutant.InsertRange(close + 1, Repeat([(byte)',', .. mutant.GetRange(open, close + 1 - open)]));
        }
    }

    private static int CloseOf(List<byte> text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Count; i++)
        {
            depth += text[i] switch
            {
                (byte)'{' or (byte)'[' => 1,
                (byte)'}' or (byte)']' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static (int Start, int End) LineAt(List<byte> text, int at)
    {
        int start = at == 0 ? 0 : text.LastIndexOf((byte)'\n', at - 1) + 1;
        int end = text.IndexOf((byte)'\n', at) + 1;
        return (start, end == 0 ? text.Count : end);
    }

    private static (int Start, int End) WordAt(List<byte> text, int at)
    {
        int start = at;
        while (start > 0 && IsWord(text[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < text.Count && IsWord(text[end]))
        {
            end++;
        }

        return (start, end);
    }

    private static IEnumerable<byte[]> WordsOf(byte[] text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || !IsWord(text[i]))
            {
                if (i > start && i - start <= 60)
                {
                    yield return text[start..i];
                }

                start = i + 1;
            }
        }
    }

    private static bool IsWord(byte one) => one is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' or (byte)'_' or (byte)'-' or (byte)'.' or (byte)'|' or >= 0x80;

    private T Any<T>(IReadOnlyList<T> many) => many[random.Next(many.Count)];
}
