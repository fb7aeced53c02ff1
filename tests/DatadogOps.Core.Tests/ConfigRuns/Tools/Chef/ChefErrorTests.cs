using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Tools.Chef;

public class ChefErrorTests
{
    [Fact]
    public void TheFirstOfChefsMultipleFailuresCounts()
    {
        const string Text = """
            {"node":{"name":"n"},"success":false,"all_resources":[],"exception":"Chef::Exceptions::MultipleFailures: Multiple failures occurred:\n* Mixlib::ShellOut::ShellCommandFailed occurred in delayed notification: execute[one] (app::default line 3) had an error: Mixlib::ShellOut::ShellCommandFailed: first\n* RuntimeError occurred in delayed notification: execute[two] (app::default line 9) had an error: RuntimeError: second"}
            """;

        ConfigRunReport report = Assert.Single(Reports.ReadText(Text));

        Assert.Equal(("execute[one]", "app::default:3"), (report.FailedResource, report.ErrorSource));
        Assert.DoesNotContain("second", report.ErrorMessage, StringComparison.Ordinal);
    }
}
