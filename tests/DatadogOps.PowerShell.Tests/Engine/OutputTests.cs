using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Output;

namespace DatadogOps.Tests.Engine;

/// <summary>What ddops prints against what PowerShell prints, byte for byte.</summary>
public sealed class OutputTests
{
    private const string Divider = "=====";

    private static readonly string[] Lines =
    [
        "Get-SampleObject",
        "Get-SampleObject -Count 2",
        "Get-SampleObject -Kind Added -Count 3",
        "Get-SampleObject -Kind Small -Count 3",
        "Get-SampleObject -Kind Large -Count 2",
        "New-SampleItem x -Count 3",
        "New-SampleItem averyveryverylongname -Count 2",
        "Get-SampleObject -Kind Text -Count 2",
    ];

    [PwshFact]
    public void Json_is_that_of_ConvertTo_Json() => Compare("ConvertTo-Json -WarningAction SilentlyContinue", o => new JsonWriter(o, _ => { }));

    [PwshFact]
    public void Json_lines_are_those_of_ConvertTo_Json_Compress() =>
        Compare("ForEach-Object { ConvertTo-Json -Compress -InputObject $_ -WarningAction SilentlyContinue }", o => new JsonLinesWriter(o, _ => { }));

    [PwshFact]
    public void Csv_is_that_of_Export_Csv() =>
        Compare("Export-Csv -LiteralPath $file; [Console]::Out.Write([IO.File]::ReadAllText($file)); Remove-Item -LiteralPath $file", o => new CsvWriter(o), Lines[..^1]);

    [PwshFact]
    public void Tables_and_lists_are_those_of_the_screen()
    {
        // Out-String ends with a newline of its own behind what the screen shows.
        Compare("Out-String -Width 120", o => new ScreenWriter(o, 120, colour: false, () => TableView.Read(Path.Combine(SampleModule.Folder, "DatadogOps.SampleModule.Format.ps1xml"))), Lines, actual => actual.TrimEnd('\n'));
        Compare("Out-String -Width 40", o => new ScreenWriter(o, 40, colour: false, () => TableView.Read(Path.Combine(SampleModule.Folder, "DatadogOps.SampleModule.Format.ps1xml"))), Lines, actual => actual.TrimEnd('\n'));
    }

    [Fact]
    public void A_new_type_begins_a_new_table()
    {
        string text = Print("New-SampleItem x; Get-SampleObject -Kind Small; 'text'", o => new ScreenWriter(o, 120, false, () => []));
        Assert.Contains("Name Count Ratio Tags\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nName    Value Tags\n", text, StringComparison.Ordinal);
        Assert.EndsWith("text\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_json_warns_once()
    {
        var warnings = new List<string>();
        var writer = new JsonLinesWriter(TextWriter.Null, warnings.Add);
        object deep = Parse("@{a=@{b=@{c=@{d=1}}}}");
        writer.Write(deep);
        writer.Write(deep);
        Assert.Single(warnings);
    }

    private static object Parse(string literal) => DatadogOps.Shell.Language.Parser.ParseLiteral(literal)!;

    private static void Compare(string format, Func<TextWriter, IObjectWriter> writer, string[]? lines = null, Func<string, string>? normalize = null)
    {
        lines ??= Lines;
        normalize ??= static text => text;
        string script = "$file = [IO.Path]::GetTempFileName()\n"
            + string.Concat(lines.Select(l => $"{l} | {format}\n[Console]::Out.WriteLine('{Divider}')\n"));
        string[] expected = Pwsh.Run(script).Split(Divider + "\n");
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.Equal($"{lines[i]}\n{normalize(expected[i])}", $"{lines[i]}\n{normalize(Print(lines[i], writer))}");
        }
    }

    private static string Print(string line, Func<TextWriter, IObjectWriter> make)
    {
        var text = new StringWriter { NewLine = "\n" };
        IObjectWriter writer = make(text);
        PipelineResult result = SampleModule.Run(line);
        foreach (object? value in result.Output)
        {
            writer.Write(value);
        }

        writer.Complete();
        return text.ToString();
    }
}
