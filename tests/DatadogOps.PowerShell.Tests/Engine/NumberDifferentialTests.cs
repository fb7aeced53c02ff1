using System.Globalization;
using System.Text;
using DatadogOps.Shell.Language;

namespace DatadogOps.Tests.Engine;

/// <summary>Words that may be numbers are the same numbers, or the same text, in PowerShell's own parser.</summary>
public sealed class NumberDifferentialTests
{
    private const string Script = """
        $text = [System.Text.StringBuilder]::new()
        foreach ($word in Get-Content -LiteralPath $Argument) {
            $ast = [System.Management.Automation.Language.Parser]::ParseInput("Get-X $word", [ref] $null, [ref] $null)
            $value = $ast.EndBlock.Statements[0].PipelineElements[0].CommandElements[1].Value
            if ($null -eq $value) { [void] $text.Append("other`n"); continue }
            [void] $text.Append($value.GetType().Name).Append(' ').Append([System.Convert]::ToString($value, [cultureinfo]::InvariantCulture)).Append("`n")
        }
        [Console]::Out.Write('result:' + $text)
        """;

    [PwshFact]
    public void Words_are_the_same_numbers()
    {
        string[] words = [.. Words()];
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, words);
            string output = Pwsh.Run(Script, file);
            string[] expected = output[(output.IndexOf("result:", StringComparison.Ordinal) + 7)..].Split('\n');
            var differences = new StringBuilder();
            for (int i = 0; i < words.Length; i++)
            {
                string actual = Describe(words[i]);
                // Big integers, and what looks like one, are refused, which is always allowed.
                if (actual != expected[i] && !(actual == "refused" && words[i].Contains('n', StringComparison.OrdinalIgnoreCase)))
                {
                    differences.AppendLine(CultureInfo.InvariantCulture, $"{words[i]}: pwsh {expected[i]}, ddops {actual}");
                }
            }

            Assert.True(differences.Length == 0, differences.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Words()
    {
        // The same words in every run, so that a failure can be looked at.
        var random = new Random(20261122);
        string[] pieces = ["0", "1", "7", "9", "12", "255", "256", "65536", "2147483647", "2147483648", "4294967295", "9223372036854775807", "18446744073709551615", ".", "e", "E5", "e-3", "0x", "0X", "0b", "F", "a", "kb", "MB", "gb", "tb", "pb", "l", "L", "d", "u", "ul", "s", "us", "y", "uy", "n", "_", ":", "-", "m"];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < 2000)
        {
            string word = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (word[0] != '-' && seen.Add(word))
            {
                yield return word;
            }
        }
    }

    private static string Describe(string word)
    {
        try
        {
            object value = Parser.Parse("Get-X " + word)[0].Elements[0].Arguments[0].Value!;
            value = value is NumberWord number ? number.Value : value;
            return $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}";
        }
        catch (SyntaxException)
        {
            return "refused";
        }
    }
}
