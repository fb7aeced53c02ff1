using System.Globalization;
using System.Text.RegularExpressions;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// Shortens a stack trace to the lines that name the exceptions of a chain, and the innermost frames of each. What is left out is noted in its
/// place.
/// </summary>
internal static partial class TraceTrimmer
{
    private const int MaxLine = 200;
    private const int GapLength = 32;
    private const int MaxParts = 6;

    /// <summary>The trace within a number of characters; unchanged if it is short enough.</summary>
    public static string Trim(string trace, int limit)
    {
        if (trace.Length <= limit)
        {
            return trace;
        }

        List<Part> parts = Split(trace);
        int leftOut = Math.Max(0, parts.Count - MaxParts);
        if (leftOut > 0)
        {
            // The first was caught, the last is the origin (or vice versa): both ends matter.
            parts.RemoveRange(MaxParts / 2, leftOut);
        }

        int room = limit - parts.Sum(part => GapLength + part.HeadLength) - (leftOut > 0 ? GapLength : 0);
        for (bool taken = true; taken;)
        {
            taken = false;
            foreach (Part part in parts.Where(part => part.Kept < part.Frames.Count))
            {
                int cost = part.NextFrame.Length + 1;
                if (cost <= room)
                {
                    room -= cost;
                    part.Kept++;
                    taken = true;
                }
            }
        }

        var lines = new List<string>();
        for (int i = 0; i < parts.Count; i++)
        {
            if (leftOut > 0 && i == MaxParts / 2)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"[{leftOut} exceptions left out]"));
            }

            parts[i].Write(lines);
        }

        return EventText.ClipMiddle(string.Join('\n', lines), limit);
    }

    private static List<Part> Split(string trace)
    {
        var parts = new List<Part> { new() };
        foreach (string raw in trace.Split('\n'))
        {
            string line = raw.TrimEnd();
            Part part = parts[^1];
            if (line.Length == 0)
            {
                continue;
            }

            bool isTraceback = line.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal);
            if (Frame().IsMatch(line))
            {
                part.Frames.Add(EventText.Clip(line, MaxLine));
            }
            else if (part.IsOutermostFirst && char.IsWhiteSpace(line[0]) && part.Frames.Count > 0)
            {
                // Python shows the source line below a frame.
                part.Frames[^1] = part.Frames[^1] + "\n" + EventText.Clip(line, MaxLine);
            }
            else if (isTraceback || (part.Frames.Count > 0 && (!part.IsOutermostFirst || part.Tail.Count > 0)))
            {
                if (part.Frames.Count > 0)
                {
                    parts.Add(part = new Part());
                }

                part.IsOutermostFirst = isTraceback;
                part.Head.Add(EventText.Clip(line, MaxLine));
            }
            else
            {
                (part.Frames.Count > 0 ? part.Tail : part.Head).Add(EventText.Clip(line, MaxLine));
            }
        }

        foreach (Part part in parts)
        {
            part.Shorten();
        }

        return parts;
    }

    // Ruby: /path/file.rb:12:in `method'; Python: File "x.py", line 3, in f; .NET, Java and PowerShell: at X.
    [GeneratedRegex(@"^\s*(?:from )?\S[^:]*:\d+:in |^\s*\S+\.(?:rb|erb|pp|py|ps1|psm1):\d+\b|^\s+File "".*"", line \d+|^\s*at \S", RegexOptions.NonBacktracking)]
    private static partial Regex Frame();

    // One exception of a chain, with the frames that it passed.
    private sealed class Part
    {
        // A message of many lines is cut to its beginning and end.
        private const int MaxMessageLines = 4;

        public List<string> Head { get; } = [];

        public List<string> Frames { get; } = [];

        public List<string> Tail { get; } = [];

        // As in Python: the exception follows its frames.
        public bool IsOutermostFirst { get; set; }

        public int Kept { get; set; }

        public int HeadLength => Head.Concat(Tail).Sum(line => line.Length + 1);

        public string NextFrame => Frames[IsOutermostFirst ? ^(Kept + 1) : Kept];

        public void Shorten()
        {
            foreach (List<string> lines in (List<string>[])[Head, Tail])
            {
                int extra = lines.Count - MaxMessageLines;
                if (extra > 0)
                {
                    lines.RemoveRange(MaxMessageLines / 2, extra);
                    lines.Insert(MaxMessageLines / 2, string.Create(CultureInfo.InvariantCulture, $"[{extra} lines left out]"));
                }
            }
        }

        public void Write(List<string> lines)
        {
            int cut = Frames.Count - Kept;
            string gap = string.Create(CultureInfo.InvariantCulture, $"[{cut} outer frames left out]");
            lines.AddRange(Head);
            if (IsOutermostFirst && cut > 0)
            {
                lines.Add(gap);
            }

            lines.AddRange(IsOutermostFirst ? Frames.Skip(cut) : Frames.Take(Kept));
            if (!IsOutermostFirst && cut > 0)
            {
                lines.Add(gap);
            }

            lines.AddRange(Tail);
        }
    }
}
