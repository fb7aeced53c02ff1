using System.Diagnostics;

namespace DatadogOps.Tests.Engine;

/// <summary>ddops as a process: arguments, standard streams, signals.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void Runs_a_line()
    {
        Outcome outcome = Run(["New-SampleItem x -Count 2 | Test-SamplePipeline -HostName:db1 -Port 5; 'end'"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("\"end\"\n", outcome.Output);
        outcome = Run(["'a', 'b' | Test-SampleValue"]);
        Assert.Equal((0, "\"wrapped String:'a'\"\n\"wrapped String:'b'\"\n", ""), (outcome.ExitCode, outcome.Output, outcome.Errors));
    }

    [Theory]
    [InlineData("Text=String:'a b, c'", "-Text", "a b, c")]
    [InlineData("Names=String[](String:'a',String:'b')", "-Names", "a,b")]
    [InlineData("Number=Int32:5 Text=String:'x'", "x", "5")]
    [InlineData("Confirm=SwitchParameter:False Flag=SwitchParameter:True", "-Confirm:$false", "-Flag")]
    [InlineData("Text=String:'-x'", "--", "-x")]
    [InlineData("Text=String:'it's'", "-Text:it's")]
    [InlineData("Table=Hashtable{String:'a'=Int32:1}", "-Table", "@{a=1}")]
    [InlineData("Text=String:'$x'", "-Text", "$x")]
    public void Runs_a_cmdlet_with_words(string bound, params string[] words)
    {
        Outcome outcome = Run(["Test-SampleBinding", .. words]);
        Assert.Equal("", outcome.Errors);
        Assert.Contains(bound, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Theory]
    [InlineData("table", "\nItem            Count   Share Tags\n----            -----   ----- ----\nx1               1000    0.33 {}\n\n")]
    [InlineData("csv", "\"Name\",\"Count\",\"Ratio\",\"Tags\"\n\"x1\",\"1000\",\"0.3333333333333333\",\"System.String[]\"\n")]
    [InlineData("json", "{\n  \"Name\": \"x1\",\n  \"Count\": 1000,\n  \"Ratio\": 0.3333333333333333,\n  \"Tags\": []\n}\n")]
    [InlineData("jsonl", "{\"Name\":\"x1\",\"Count\":1000,\"Ratio\":0.3333333333333333,\"Tags\":[]}\n")]
    public void Writes_the_format_that_is_asked_for(string format, string expected)
    {
        Assert.Equal(expected, Run(["New-SampleItem", "x", "--output", format]).Output);
        Assert.Equal(expected, Run(["--output=" + format, "New-SampleItem x"]).Output);
    }

    [Fact]
    public void Reads_json_lines_and_scripts()
    {
        Assert.Contains("String:'h'", Run(["--input", "jsonl", "Test-SamplePipeline"], "{\"HostName\":\"h\"}\n").Output, StringComparison.Ordinal);
        Assert.Equal("\"a\"\n\"b\"\n", Run(["-f", "-"], "'a'\n# comment\n'b'\n").Output);
    }

    [Fact]
    public void Standard_input_is_left_alone_unless_asked_for()
    {
        using Process process = Start(["'a'"]);
        // The input stays open and silent: reading it would hang.
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("--version", "DatadogOps.SampleModule 1.2.3")]
    [InlineData("list", "New-SampleItem")]
    [InlineData("--help", "ddops help CMDLET")]
    [InlineData("help New-SampleItem", "New-SampleItem [[-Name] <string>] [-Count <int>] [-Enumerate] [<CommonParameters>]")]
    [InlineData("New-SampleItem -?", "SYNTAX")]
    [InlineData("completion bash", "complete -o default -F _ddops ddops")]
    [InlineData("completion zsh", "#compdef ddops")]
    [InlineData("__complete -- new-s", "New-SampleItem\n")]
    public void Tells_about_itself(string arguments, string expected)
    {
        Outcome outcome = Run(arguments.Split(' '));
        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Theory]
    [InlineData("completion fish", "completion bash")]
    [InlineData("--nope", "unknown")]
    [InlineData("--output xml New-SampleItem", "not 'xml'")]
    [InlineData("New-SampleItem | New-SampleItem", "one argument")]
    [InlineData("-f /nonexistent/file", "cannot be read")]
    [InlineData("Get-Date", "DatadogOps cmdlets only")]
    public void Says_what_is_wrong_with_a_bad_call(string arguments, string expected)
    {
        Outcome outcome = Run(arguments.Split(' '));
        Assert.Equal("", outcome.Output);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(2, outcome.ExitCode);
    }

    [Theory]
    [InlineData("INT", "Wait-SampleSignal")]
    [InlineData("TERM", "Wait-SampleSignal")]
    [InlineData("INT", "Wait-SampleSignal -Deaf")]
    public void Stops_on_signals(string signal, string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Start([line]);
        Assert.Equal("\"waiting\"", process.StandardOutput.ReadLine());
        Stopwatch time = Stopwatch.StartNew();
        Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(130, process.ExitCode);
        // A second by design; the rest is for a busy machine.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(4), time.Elapsed.ToString());
    }

    [Fact]
    public void Ends_quietly_when_nobody_reads()
    {
        using Process process = Start(["New-SampleItem -Count 10000000"]);
        Assert.NotNull(process.StandardOutput.ReadLine());
        process.StandardOutput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal((0, ""), (process.ExitCode, process.StandardError.ReadToEnd()));
    }

    private static Outcome Run(string[] arguments, string input = "")
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(SampleModule.Ddops) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DDOPS_MODULE"] = SampleModule.Folder;
        return Process.Start(start)!;
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors);
}
