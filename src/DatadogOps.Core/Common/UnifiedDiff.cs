using System.Text;
using DiffPlex.Renderer;

namespace DatadogOps.Common;

/// <summary>The difference between two versions of a text file, in the format of <c>diff -u</c>.</summary>
internal static class UnifiedDiff
{
    /// <summary>Makes the diff, with three lines of context and control characters made visible; empty when the lines are equal.</summary>
    public static string Make(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        string name = VisibleText.Of(path);
        string diff = new UnidiffRenderer().Generate(Lines(before), Lines(after), name, name, false, false).ReplaceLineEndings("\n").TrimEnd('\n');

        // DiffPlex takes an empty file for one empty line; diff and patch count none, from line 0.
        diff = before.IsEmpty ? diff.Replace("\n@@ -1,0 ", "\n@@ -0,0 ", StringComparison.Ordinal) : diff;
        diff = after.IsEmpty ? diff.Replace(" +1,0 @@\n", " +0,0 @@\n", StringComparison.Ordinal) : diff;
        return diff.Length == 0 ? "" : diff + "\n";
    }

    private static string Lines(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);
        return VisibleText.Of(text.EndsWith('\n') ? text[..^1] : text);
    }
}
