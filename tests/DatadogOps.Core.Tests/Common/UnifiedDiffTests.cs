using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Common;

public sealed partial class UnifiedDiffTests
{
    private static readonly string[] s_words = ["server {", "}", "", "listen 80;", "root /srv;"];

    [Fact]
    public void ShowsThreeLinesOfContext() => Assert.Equal(
        "--- nginx.conf\n+++ nginx.conf\n@@ -2,6 +2,7 @@\n b\n c\n d\n+new\n e\n f\n g\n",
        Diff("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nnew\ne\nf\ng\nh\n"));

    [Fact]
    public void ShowsDistantChangesInHunksOfTheirOwn()
    {
        string before = string.Concat(Enumerable.Range(1, 40).Select(i => $"line {i}\n"));
        string diff = Diff(before, before.Replace("line 5\n", "line five\n", StringComparison.Ordinal).Replace("line 30\n", "", StringComparison.Ordinal));
        Assert.Equal(2, HunkHeader().Count(diff));
        Assert.Contains("@@ -2,7 +2,7 @@\n", diff, StringComparison.Ordinal);
        Assert.Contains("@@ -27,7 +27,6 @@\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void CountsNoLinesOfANewOrDeletedFile()
    {
        Assert.Equal("--- nginx.conf\n+++ nginx.conf\n@@ -0,0 +1,2 @@\n+a\n+b\n", Diff("", "a\nb\n"));
        Assert.Equal("--- nginx.conf\n+++ nginx.conf\n@@ -1,2 +0,0 @@\n-a\n-b\n", Diff("a\nb\n", ""));
    }

    [Fact]
    public void EqualFilesHaveNoDiff() => Assert.Empty(Diff("a\nb\n", "a\nb\n"));

    [Fact]
    public void ShowsControlCharactersVisibly() => Assert.Equal(
        "--- nginx.conf\n+++ nginx.conf\n@@ -1,2 +1,3 @@\n # \\x1b]52;c;x\\x07\n+# \\u202e\\x0d \\ue0041\tend\n }\n",
        Diff("# \u001b]52;c;x\a\r\n}\r\n", "# \u001b]52;c;x\a\r\n# \u202e\r \U000e0041\tend\r\n}\r\n"));

    [Property]
    public void AppliedToTheOldTextGivesTheNewOne(int[] before, int[] after)
    {
        string[] old = ["first", .. before.Select(Word)];
        string[] now = [.. after.Select(Word), "last"];
        Assert.Equal(now, Apply(Diff(string.Join('\n', old) + "\n", string.Join('\n', now) + "\n"), old));

        static string Word(int i) => s_words[Math.Abs(i % s_words.Length)];
    }

    private static string Diff(string before, string after) => UnifiedDiff.Make("nginx.conf", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));

    private static List<string> Apply(string diff, string[] old)
    {
        var result = new List<string>();
        int next = 0;
        foreach (string line in diff.TrimEnd('\n').Split('\n').Skip(2))
        {
            if (HunkHeader().Match(line) is { Success: true } hunk)
            {
                int start = Math.Max(0, int.Parse(hunk.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1);
                result.AddRange(old[next..start]);
                next = start;
            }
            else if (line[0] == '+')
            {
                result.Add(line[1..]);
            }
            else
            {
                Assert.Equal(old[next++], line[1..]);
                if (line[0] == ' ')
                {
                    result.Add(line[1..]);
                }
            }
        }

        result.AddRange(old[next..]);
        return result;
    }

    [GeneratedRegex(@"^@@ -(\d+),\d+ \+\d+,\d+ @@$", RegexOptions.Multiline)]
    private static partial Regex HunkHeader();
}
