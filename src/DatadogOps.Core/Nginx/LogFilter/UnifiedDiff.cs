using System.Globalization;
using System.Text;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>What a change does to a file, as diff -u would show it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond this the shortest way is not worth looking for; the file is then shown as replaced.
    private const int MaxDistance = 2000;

    /// <summary>The difference; empty when there is none.</summary>
    public static string Make(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        string[] old = Lines(before);
        string[] now = Lines(after);
        List<(char Sign, string Line)> script = Script(old, now);
        var text = new StringBuilder();
        int i = 0;
        (int oldLine, int newLine) = (1, 1);
        while (true)
        {
            int change = script.FindIndex(i, line => line.Sign != ' ');
            if (change < 0)
            {
                break;
            }

            int start = Math.Max(i, change - Context);
            oldLine += start - i;
            newLine += start - i;
            int end = HunkEnd(script, change);
            int olds = script[start..end].Count(line => line.Sign != '+');
            int news = script[start..end].Count(line => line.Sign != '-');
            text.Append(CultureInfo.InvariantCulture, $"@@ -{(olds == 0 ? oldLine - 1 : oldLine)},{olds} +{(news == 0 ? newLine - 1 : newLine)},{news} @@\n");
            foreach ((char sign, string line) in script[start..end])
            {
                text.Append(sign).Append(line.TrimEnd('\n', '\r')).Append('\n');
            }

            oldLine += olds;
            newLine += news;
            i = end;
        }

        return text.Length == 0 ? "" : $"--- {path}\n+++ {path}\n{text}";
    }

    private static string[] Lines(ReadOnlySpan<byte> bytes)
    {
        string[] lines = NginxText.Decode(bytes).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static int HunkEnd(List<(char Sign, string Line)> script, int change)
    {
        int last = change;
        for (int i = change; i < script.Count && i - last <= 2 * Context; i++)
        {
            last = script[i].Sign == ' ' ? last : i;
        }

        return Math.Min(script.Count, last + Context + 1);
    }

    // Myers, "An O(ND) Difference Algorithm and Its Variations", between the first and the last line that differ.
    private static List<(char Sign, string Line)> Script(string[] old, string[] now)
    {
        int head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        var script = new List<(char Sign, string Line)>(old.Length + now.Length);
        script.AddRange(old[..head].Select(line => (' ', line)));
        script.AddRange(Middle(old[head..^tail], now[head..^tail]));
        script.AddRange(old[^tail..].Select(line => (' ', line)));
        return script;
    }

    private static List<(char Sign, string Line)> Middle(string[] old, string[] now)
    {
        var furthest = new Dictionary<int, int> { [1] = 0 };
        var trail = new List<Dictionary<int, int>>();
        for (int d = 0; d <= Math.Min(MaxDistance, old.Length + now.Length); d++)
        {
            trail.Add(new Dictionary<int, int>(furthest));
            for (int k = -d; k <= d; k += 2)
            {
                int x = k == -d || (k != d && furthest.GetValueOrDefault(k - 1, -1) < furthest.GetValueOrDefault(k + 1, -1))
                    ? furthest.GetValueOrDefault(k + 1)
                    : furthest.GetValueOrDefault(k - 1) + 1;
                int y = x - k;
                while (x < old.Length && y < now.Length && old[x] == now[y])
                {
                    x++;
                    y++;
                }

                furthest[k] = x;
                if (x >= old.Length && y >= now.Length)
                {
                    return Backtrack(old, now, trail);
                }
            }
        }

        return [.. old.Select(line => ('-', line)), .. now.Select(line => ('+', line))];
    }

    private static List<(char Sign, string Line)> Backtrack(string[] old, string[] now, List<Dictionary<int, int>> trail)
    {
        var script = new List<(char Sign, string Line)>();
        int x = old.Length;
        int y = now.Length;
        for (int d = trail.Count - 1; d >= 0; d--)
        {
            Dictionary<int, int> furthest = trail[d];
            int k = x - y;
            int before = k == -d || (k != d && furthest.GetValueOrDefault(k - 1, -1) < furthest.GetValueOrDefault(k + 1, -1)) ? k + 1 : k - 1;
            int beforeX = furthest.GetValueOrDefault(before);
            int beforeY = beforeX - before;
            while (x > beforeX && y > beforeY && x > 0 && y > 0)
            {
                script.Add((' ', old[--x]));
                y--;
            }

            if (d > 0)
            {
                script.Add(x == beforeX ? ('+', now[--y]) : ('-', old[--x]));
            }
        }

        script.Reverse();
        return script;
    }
}
