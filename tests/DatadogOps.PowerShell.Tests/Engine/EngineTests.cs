using System.Diagnostics;
using System.Management.Automation;
using DatadogOps.Shell.Completion;
using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Input;

namespace DatadogOps.Tests.Engine;

/// <summary>Streams, failures, questions, stopping: what a run does besides its output.</summary>
public sealed class EngineTests
{
    [Fact]
    public void Streams_are_kept_apart()
    {
        PipelineResult result = SampleModule.Run("Write-SampleStream -Verbose -Debug -InformationAction Continue -ErrorCount 1");
        Assert.Equal(["begin", "end"], result.Verbose);
        Assert.Equal(["debug"], result.Debug);
        Assert.Equal(["warning"], result.Warnings);
        Assert.Equal("information", Assert.Single(result.Information).ToString());
        Assert.Equal(50, Assert.Single(result.Progress).PercentComplete);
        Assert.Equal("output", Assert.Single(result.Output)!.BaseObject);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("It failed on db1.", error.ToString());
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Equal("ConnectionError: (db1:String) [Write-SampleStream], InvalidOperationException", error.CategoryInfo.GetMessage());
        Assert.Equal(ExitCodes.Errors, result.ExitCode);
    }

    [Fact]
    public void Streams_are_silent_unless_asked_for()
    {
        PipelineResult result = SampleModule.Run("Write-SampleStream -WarningAction Ignore -ProgressAction SilentlyContinue");
        Assert.Empty(result.Verbose);
        Assert.Empty(result.Debug);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Information);
        Assert.Empty(result.Progress);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
    }

    [Theory]
    [InlineData("Write-SampleStream -ErrorCount 1 -ErrorAction SilentlyContinue", ExitCodes.Errors)]
    [InlineData("Write-SampleStream -ErrorCount 1 -ErrorAction Ignore", ExitCodes.Success)]
    [InlineData("Write-SampleStream -ErrorCount 1 -ErrorAction Stop", ExitCodes.Failure)]
    [InlineData("Write-SampleStream -Fail", ExitCodes.Failure)]
    [InlineData("Write-SampleStream -Throw", ExitCodes.Failure)]
    [InlineData("Test-SampleMandatory", ExitCodes.Failure)]
    [InlineData("Write-SampleStream |", ExitCodes.Failure)]
    [InlineData("'' | Test-SamplePipeline", ExitCodes.Errors)]
    [InlineData("", ExitCodes.Success)]
    [InlineData("# nothing", ExitCodes.Success)]
    public void Exit_codes(string line, int exitCode) => Assert.Equal(exitCode, SampleModule.Run(line).ExitCode);

    [Fact]
    public void A_failed_pipeline_does_not_keep_the_next_from_running()
    {
        PipelineResult result = SampleModule.Run("Write-SampleStream -Fail; Write-SampleStream");
        Assert.Equal("output", Assert.Single(result.Output)!.BaseObject);
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_line()
    {
        PipelineResult result = SampleModule.Run("Write-SampleStream -ErrorCount 1 -ErrorAction Stop; Write-SampleStream");
        Assert.Empty(result.Output);
        Assert.Equal("SampleError,DatadogOps.Commands.WriteSampleStreamCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_host_asks_for_passwords_where_it_can()
    {
        PipelineResult result = SampleModule.Engine().Run("Test-SampleBinding -Login monitor", streams: new CollectingStreams().Answer("abc"));
        Assert.Equal("Login=PSCredential:monitor/3", result.Output[0]!.Properties["Bound"]!.Value);
        result = SampleModule.Run("Test-SampleBinding -Login monitor");
        Assert.Contains("there is no terminal to ask on", result.TerminatingError!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Engines_share_nothing()
    {
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => "text" + i)];
        PipelineResult[] results = new PipelineResult[texts.Length];
        Parallel.For(0, texts.Length, i => results[i] = SampleModule.Engine().Run($"'{texts[i]}' | Test-SampleValue; Write-SampleStream -ErrorCount {i}"));
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal($"wrapped String:'{texts[i]}'", results[i].Output[0]!.BaseObject);
            Assert.Equal(i, results[i].Errors.Count);
        }
    }

    [Fact]
    public void Missing_mandatory_parameters_are_named_and_not_asked_for() =>
        Assert.Contains("missing mandatory parameters: Name Items", SampleModule.Run("Test-SampleMandatory").TerminatingError!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("-ErrorVariable e", "ddops has no variables")]
    [InlineData("-OutVariable o", "ddops has no variables")]
    [InlineData("-PipelineVariable p", "ddops has no variables")]
    [InlineData("-OutBuffer 5", "no -OutBuffer")]
    [InlineData("-ErrorAction Inquire", "does not stop to ask")]
    [InlineData("-?", "ddops help Write-SampleStream")]
    public void Common_parameters_that_need_a_shell_are_refused(string parameter, string message) =>
        Assert.Contains(message, SampleModule.Run("Write-SampleStream " + parameter).TerminatingError!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void WhatIf_tells_and_does_nothing()
    {
        PipelineResult result = SampleModule.Run("Remove-SampleItem a,b -WhatIf");
        Assert.Equal(["What if: Performing the operation \"Remove item\" on target \"a\".", "What if: Performing the operation \"Remove item\" on target \"b\"."], result.WhatIf);
        Assert.Empty(result.Output);
        Assert.Equal(ExitCodes.Success, result.ExitCode);
    }

    [Fact]
    public void Grave_work_without_a_terminal_says_how_to_go_on()
    {
        PipelineResult result = SampleModule.Run("Remove-SampleItem a");
        Assert.Empty(result.Output);
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains("-Confirm:$false", result.TerminatingError!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y n", "removed a")]
    [InlineData("n y", "removed b")]
    [InlineData("A", "removed a,removed b,removed c")]
    [InlineData("L", "")]
    [InlineData("? y L", "removed a")]
    public void Grave_work_asks(string answers, string removed)
    {
        var streams = new CollectingStreams();
        foreach (string answer in answers.Split(' '))
        {
            streams.Answer(answer);
        }

        PipelineResult result = SampleModule.Engine().Run("Remove-SampleItem a,b,c", streams: streams);
        Assert.Equal(removed, string.Join(',', result.Output.Select(o => o!.BaseObject)));
        Assert.Contains("Performing the operation \"Remove item\" on target \"a\".", streams.Questions[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wait-SampleSignal")]
    [InlineData("Wait-SampleSignal | Test-SampleValue")]
    [InlineData("'a' | Write-SampleStream | Test-SampleValue; Wait-SampleSignal")]
    public void Stops_at_once_and_disposes(string line)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Stopwatch time = Stopwatch.StartNew();
        PipelineResult result = SampleModule.Engine().Run(line, cancellation: stop.Token);
        Assert.Equal(ExitCodes.Stopped, result.ExitCode);
        Assert.DoesNotContain("waited", result.Output.Select(o => o!.BaseObject));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), time.Elapsed.ToString());
    }

    [Fact]
    public void Cmdlets_are_disposed_when_they_end_and_when_they_never_begin()
    {
        DdopsEngine engine = SampleModule.Engine();
        Func<int> disposed = Disposed(engine);
        int before = disposed();
        engine.Run("Wait-SampleSignal -Seconds 0");
        engine.Run("Wait-SampleSignal -Seconds 0 -Nope");
        Assert.Equal(before + 2, disposed());
    }

    [Fact]
    public void Json_lines_bind_by_property_name()
    {
        var input = JsonLinesReader.Read(new StringReader("{\"HostName\":\"a\",\"Port\":1}\n\n{\"server\":[\"b\",\"c\"],\"database\":null}\n"));
        PipelineResult result = SampleModule.Engine().Run("Test-SamplePipeline", input);
        Assert.Equal(["String[](String:'a') 1 postgres", "String[](String:'b',String:'c') 5432 "], result.Output.Select(o => (string)o!.Properties["Values"]!.Value!));
    }

    [Fact]
    public void Input_that_is_not_json_is_told_by_its_line()
    {
        PipelineResult result = SampleModule.Engine().Run("Test-SamplePipeline", JsonLinesReader.Read(new StringReader("{}\nnot json")));
        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains("Line 2 of the input is not JSON", result.TerminatingError!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_variables_are_read_by_name()
    {
        Environment.SetEnvironmentVariable("DDOPS_TEST_VALUE", "a b;c");
        PipelineResult result = SampleModule.Run("Test-SampleBinding -Text $env:DDOPS_TEST_VALUE -Secret $ENV:DDOPS_TEST_VALUE -Any $env:DDOPS_TEST_MISSING");
        Assert.Equal("Any=null Secret=SecureString:5 Text=String:'a b;c'", result.Output[0]!.Properties["Bound"]!.Value);
    }

    [Theory]
    [InlineData("", "New-SampleItem list completion")]
    [InlineData("new", "New-SampleItem")]
    [InlineData("help test-sampler", "Test-SampleRest")]
    [InlineData("Test-SampleBinding -Cho", "-Choice -Choices")]
    [InlineData("Test-SampleBinding -Choices Alpha,b", "Alpha,Beta")]
    [InlineData("Test-SampleBinding -Day t", "Tuesday Thursday")]
    [InlineData("Test-SampleBinding -Colour g", "green")]
    [InlineData("Test-SampleBinding -Bool ", "$true $false")]
    [InlineData("Test-SampleBinding -ErrorAction St", "Stop")]
    [InlineData("Remove-SampleItem -W", "-WarningAction -WhatIf")]
    [InlineData("--output j", "json jsonl")]
    [InlineData("--output json new", "New-SampleItem")]
    public void Completes(string words, string expected)
    {
        IReadOnlyList<string> found = Completer.Complete(SampleModule.Engine().Catalog, words.Split(' '));
        Assert.All(expected.Split(' '), e => Assert.Contains(e, found));
        if (words.Length > 0 && !words.EndsWith(' '))
        {
            Assert.Equal(expected.Split(' ').Length, found.Count);
        }
    }

    [Fact]
    public void Objects_that_have_passed_leave_no_trace_in_memory()
    {
        DdopsEngine engine = SampleModule.Engine();
        var streams = new CountingStreams();
        Assert.Equal(0, engine.Run("New-SampleItem x -Count 1000 | Test-SampleValue", streams));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(0, engine.Run("New-SampleItem x -Count 100000 | Test-SampleValue", streams));
        Assert.Equal(101_000, streams.Count);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 5_000_000);
    }

    private static Func<int> Disposed(DdopsEngine engine)
    {
        System.Reflection.PropertyInfo property = engine.Catalog.Get("Wait-SampleSignal").Type.GetProperty("Disposed")!;
        return () => (int)property.GetValue(null)!;
    }

    private sealed class CountingStreams : IStreams
    {
        public int Count { get; private set; }

        public bool CanAsk => false;

        public void Output(object? value) => Count++;

        public void Failure(ErrorRecord record) => Assert.Fail(record.ToString());

        public void Warning(string message)
        {
        }

        public void Verbose(string message)
        {
        }

        public void Debug(string message)
        {
        }

        public void Information(InformationRecord record)
        {
        }

        public void Progress(ProgressRecord record)
        {
        }

        public void WhatIf(string message)
        {
        }

        public string? Ask(string prompt) => null;

        public System.Security.SecureString? AskSecret(string prompt) => null;
    }
}
