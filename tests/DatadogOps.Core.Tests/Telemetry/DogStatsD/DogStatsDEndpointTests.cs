using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

public sealed class DogStatsDEndpointTests
{
    [Theory]
    [InlineData("udp://10.0.0.7:9125", "udp://10.0.0.7:9125", 1432)]
    [InlineData("udp://agent", "udp://agent:8125", 1432)]
    [InlineData("udp://[::1]:8126", "udp://[::1]:8126", 1432)]
    [InlineData("unix:///var/run/datadog/dsd.socket", "unix:///var/run/datadog/dsd.socket", 8192)]
    [InlineData("unixgram:///tmp/a%20b", "unixgram:///tmp/a b", 8192)]
    [InlineData("unixstream:///var/run/datadog/dsd.stream", "unixstream:///var/run/datadog/dsd.stream", 8192)]
    public void Addresses_are_read(string address, string expected, int maxPayload)
    {
        DogStatsDEndpoint endpoint = DogStatsDEndpoint.Parse(new Uri(address));
        Assert.Equal(expected, endpoint.ToString());
        Assert.Equal(maxPayload, endpoint.MaxPayload);
    }

    [Theory]
    [InlineData("unixstream://var/run/x")]
    [InlineData("http://127.0.0.1:8125")]
    [InlineData("unix://var/run/x")]
    [InlineData("udp://127.0.0.1:8125/path")]
    public void What_is_none_is_refused_by_name(string address)
    {
        var error = Assert.Throws<OperationException>(() => DogStatsDEndpoint.Parse(new Uri(address)));
        Assert.Equal(TelemetryErrorIds.DogStatsDEndpointInvalid, error.ErrorId);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_is_read_as_Datadogs_clients_do()
    {
        Assert.Equal("udp://127.0.0.1:8125", From([]));
        Assert.Equal("udp://agent:8125", From(new() { ["DD_AGENT_HOST"] = "agent" }));
        Assert.Equal("udp://[fd00::1]:9999", From(new() { ["DD_AGENT_HOST"] = "fd00::1", ["DD_DOGSTATSD_PORT"] = "9999" }));
        Assert.Equal("unix:///s", From(new() { ["DD_DOGSTATSD_URL"] = "unix:///s", ["DD_AGENT_HOST"] = "agent" }));
    }

    [Theory]
    [InlineData("DD_DOGSTATSD_PORT", "http")]
    [InlineData("DD_DOGSTATSD_PORT", "0")]
    [InlineData("DD_DOGSTATSD_URL", "nonsense")]
    [InlineData("DD_AGENT_HOST", "a b")]
    public void A_variable_that_makes_no_sense_is_named(string variable, string value)
    {
        var error = Assert.Throws<OperationException>(() => From(new() { [variable] = value }));
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_of_the_environment_are_read_and_the_variable_of_its_own_wins()
    {
        Dictionary<string, string> variables = new() { ["DD_TAGS"] = "a:1, env:old b", ["DD_ENV"] = "prod", ["DD_ENTITY_ID"] = "pod1" };
        Assert.Equal(["a:1", "b", "dd.internal.entity_id:pod1", "env:prod"], DogStatsDTags.FromEnvironment(variables.GetValueOrDefault));
        Assert.Empty(DogStatsDTags.FromEnvironment(_ => null));
    }

    private static string From(Dictionary<string, string> variables) => DogStatsDEndpoint.FromEnvironment(variables.GetValueOrDefault).ToString();
}
