using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.ConfigRuns.Reporting;

public sealed class TraceTrimmerTests
{
    [Fact]
    public void A_short_trace_is_left_as_it_is()
    {
        Assert.Equal("a.rb:1:in `x'\nb.rb:2:in `y'", TraceTrimmer.Trim("a.rb:1:in `x'\nb.rb:2:in `y'", 100));
    }

    [Fact]
    public void Of_ruby_the_first_frames_stay()
    {
        string trace = "Mixlib::ShellOut::ShellCommandFailed: returned 2\n" + string.Join('\n', Enumerable.Range(0, 100).Select(i => $"/gems/shellout{i}.rb:{i}:in `run'"));

        string[] lines = TraceTrimmer.Trim(trace, 300).Split('\n');

        Assert.Equal("Mixlib::ShellOut::ShellCommandFailed: returned 2", lines[0]);
        Assert.Equal("/gems/shellout0.rb:0:in `run'", lines[1]);
        Assert.Equal($"[{100 - (lines.Length - 2)} outer frames left out]", lines[^1]);
        Assert.InRange(lines.Length, 6, 12);
    }

    [Fact]
    public void Of_python_the_last_frames_and_the_exception_below_them_stay()
    {
        string trace = "Traceback (most recent call last):\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i => $"  File \"/usr/lib/python3/site{i}.py\", line {i}, in call\n    call({i})\n"))
            + "KeyError: 'app'";

        string[] lines = TraceTrimmer.Trim(trace, 400).Split('\n');

        Assert.Equal("Traceback (most recent call last):", lines[0]);
        Assert.Matches(@"^\[\d+ outer frames left out\]$", lines[1]);
        Assert.Equal(["  File \"/usr/lib/python3/site49.py\", line 49, in call", "    call(49)", "KeyError: 'app'"], lines[^3..]);
    }

    [Fact]
    public void Of_a_chain_each_cause_stays_with_its_innermost_frames()
    {
        string Frames(string of) => string.Join('\n', Enumerable.Range(0, 40).Select(i => $"   at {of}.Method{i}()"));
        string trace = $"Outer.Exception: it failed\n{Frames("Outer")}\nCaused by: Inner.Exception: disk full\n{Frames("Inner")}";

        string trimmed = TraceTrimmer.Trim(trace, 400);

        foreach (string kept in new[] { "Outer.Exception: it failed", "Outer.Method0()", "Caused by: Inner.Exception: disk full", "Inner.Method0()" })
        {
            Assert.Contains(kept, trimmed, StringComparison.Ordinal);
        }

        Assert.Equal(2, trimmed.Split("outer frames left out]").Length - 1);
        Assert.InRange(trimmed.Length, 200, 400);
    }
}
