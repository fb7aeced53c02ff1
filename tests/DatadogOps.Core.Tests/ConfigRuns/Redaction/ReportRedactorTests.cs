using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.Redaction;

public class ReportRedactorTests
{
    public static TheoryData<string> Fixtures => [.. Reports.All.Select(path => Path.GetRelativePath(Reports.Folder, path))];

    [Fact]
    public void EveryTextOfAReportIsRedacted()
    {
        var redactor = new ReportRedactor(new SecretRedactor(["hunter2"]));
        ConfigRunResource resource = redactor.Redact(Runs.Resource("hunter2", ConfigRunResourceStatus.Failed, 1, "hunter2") with
        {
            HostName = "hunter2", RunId = "hunter2", Type = "hunter2", SourceFile = "hunter2",
            ChangedProperties = new ConfigRunList<ConfigRunChange>([new("hunter2", "hunter2", "hunter2"), new("password", "a", "b")]),
        });
        ConfigRunReport report = redactor.Redact(Runs.Failed("lost hunter2") with
        {
            Name = "hunter2", FailedResource = "hunter2", ErrorSource = "hunter2", StackTrace = "hunter2", ToolVersion = "hunter2", Role = "hunter2", Environment = "hunter2",
            HostName = "hunter2", RunId = "hunter2", Phase = "hunter2",
            SecondsByType = new Dictionary<string, double> { ["hunter2"] = 1 },
            NativeValues = new Dictionary<string, double> { ["hunter2.total"] = 1 },
            Failures = Runs.List([resource]),
            Changes = Runs.List([resource]),
        });

        Assert.Equal("[redacted]: [redacted] -> [redacted], password: [redacted] -> [redacted]", resource.ChangedProperties.ToString());
        Assert.DoesNotContain("hunter2", $"{resource} {report}", StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Concat(report.GetEvents()), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Concat(report.GetMetrics().Select(metric => $"{metric.Tags} {metric.HostName} {metric.Name}")), StringComparison.Ordinal);
    }

    // Every value of every report is made a secret; whatever a reader takes of it must come out without.
    [Theory]
    [MemberData(nameof(Fixtures))]
    public void NoReaderLetsATextPassUnredacted(string file)
    {
        byte[] text = File.ReadAllBytes(Reports.PathOf(file));
        var options = new ConfigRunReadOptions { Redactor = new SecretRedactor(["[a-z]{4,}"]) };
        foreach (bool resources in (bool[])[false, true])
        {
            foreach (object item in ConfigRunReader.Read(ReportSource.Text(text, text.Length), options with { Resources = resources }, CancellationToken.None))
            {
                if (item is ConfigRunReport report)
                {
                    Check([report.HostName, report.Name, report.RunId, report.ToolVersion, report.Environment, report.Role, report.FailedResource, report.ErrorMessage, report.ErrorSource, report.StackTrace]);
                    Check(report.Failures.Concat(report.Changes).SelectMany(TextsOf));
                    Check(report.GetEvents().Select(one => one.HostName));
                    Check(report.SecondsByType.Keys);
                }
                else
                {
                    Check(TextsOf((ConfigRunResource)item));
                }
            }
        }
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m\r\nnext\tline\u0007", "red\nnext\tline")]
    [InlineData("pass\u0000word=hunter2", "password=[redacted]")]
    [InlineData("\u009b2Jcleared", "2Jcleared")]
    public void NoControlCharacterReachesATerminal(string text, string expected) => Assert.Equal(expected, new ReportRedactor(SecretRedactor.Default).Message(text));

    [Fact]
    public void ALongMessageIsCutOnce()
    {
        string message = new('x', 10_000);

        string text = new ReportRedactor(SecretRedactor.Default).Message(message)!;

        Assert.Equal($"{message[..8192]}... (1808 more characters)", text);
    }

    [Fact]
    public void TheCauseOfAnAnsibleHostIsCutOnce()
    {
        string text = """{"plays":[{"play":{"id":"p"},"tasks":[{"hosts":{"h":{"failed":true,"msg":"MESSAGE"}},"task":{"name":"t"}}]}],"stats":{"h":{"failures":1}}}"""
            .Replace("MESSAGE", new string('x', 10_000), StringComparison.Ordinal);

        Assert.EndsWith("x... (1808 more characters)", Reports.ReadText(text)[0].ErrorMessage, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> TextsOf(ConfigRunResource one) =>
        [one.HostName, one.Name, one.RunId, one.Type, one.SourceFile, one.ErrorMessage, .. one.ChangedProperties.SelectMany(change => (string?[])[change.Property, change.Before, change.After])];

    private static void Check(IEnumerable<string?> texts) =>
        Assert.All(texts.OfType<string>(), text => Assert.DoesNotMatch("[a-z]{4,}", text.Replace("[redacted]", "", StringComparison.Ordinal).Replace("more characters)", "", StringComparison.Ordinal)));
}
