using System.Text.RegularExpressions;

namespace DatadogOps.TestRun.Suites;

/// <summary>Reads the names of the tests from Pester files where there is no Pester to ask.</summary>
public static partial class PesterScan
{
    /// <summary>Names as Pester gives them: the blocks around a test and the test, separated by dots.</summary>
    public static IEnumerable<string> TestNames(IEnumerable<string> lines)
    {
        var blocks = new Stack<(int Indent, string Name)>();
        foreach (string line in lines)
        {
            Match match = BlockStart().Match(line);
            if (!match.Success)
            {
                continue;
            }

            int indent = match.Groups[1].Length;
            while (blocks.Count > 0 && blocks.Peek().Indent >= indent)
            {
                blocks.Pop();
            }

            string name = match.Groups[4].Value.Replace("''", "'", StringComparison.Ordinal);
            if (match.Groups[2].Value == "It")
            {
                yield return string.Join('.', blocks.Reverse().Select(block => block.Name).Append(name));
            }
            else
            {
                blocks.Push((indent, name));
            }
        }
    }

    [GeneratedRegex("""^(\s*)(Describe|Context|It)\s+(?:-Name\s+)?(['"])((?:''|(?!\3).)+)\3""")]
    private static partial Regex BlockStart();
}
