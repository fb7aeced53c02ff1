using System.Net;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Tests.Telemetry;

public sealed class DatadogSiteTests
{
    [Theory]
    [InlineData("datadoghq.com", "https://api.datadoghq.com/")]
    [InlineData("US3", "https://api.us3.datadoghq.com/")]
    [InlineData("datadoghq.eu", "https://api.datadoghq.eu/")]
    [InlineData("us2.ddog-gov.com", "https://api.us2.ddog-gov.com/")]
    public void Sites_have_names(string name, string address) => Assert.Equal(address, DatadogSite.FromName(name).ApiUri.AbsoluteUri);

    [Theory]
    [InlineData("example.com")]
    [InlineData("api.datadoghq.com")]
    [InlineData("datadoghq.com/@evil.example")]
    public void An_unknown_site_gets_no_key(string name) =>
        Assert.Equal(TelemetryErrorIds.DatadogSiteUnknown, Assert.Throws<OperationException>(() => DatadogSite.FromName(name)).ErrorId);

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080/dd/", "http://localhost:8080/dd/")]
    [InlineData("http://[::1]:8080/dd", "http://[::1]:8080/dd/")]
    [InlineData("https://proxy.example/dd", "https://proxy.example/dd/")]
    public void Other_receivers_have_addresses(string address, string expected) =>
        Assert.Equal(expected, DatadogSite.FromUri(new Uri(address)).ApiUri.AbsoluteUri);

    [Theory]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user:topsecret@proxy.example")]
    [InlineData("https://proxy.example/?api_key=topsecret")]
    public void An_address_that_would_give_the_key_away_is_refused_without_repeating_it(string address)
    {
        var error = Assert.Throws<OperationException>(() => DatadogSite.FromUri(new Uri(address)));
        Assert.Equal(TelemetryErrorIds.DatadogApiUriInvalid, error.ErrorId);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_shows_itself_to_nobody()
    {
        DatadogKey key = Key(" 0123abcd\r\n");
        Assert.Equal("****", $"{key}");
        Assert.Equal("0123abcd", key.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab\r\nX-Evil: 1")]
    [InlineData("ключ")]
    public void What_cannot_be_a_key_is_refused_without_repeating_it(string text)
    {
        var error = Assert.Throws<OperationException>(() => Key(text));
        Assert.True(text.Length == 0 || !error.ToString().Contains(text, StringComparison.Ordinal));
    }

    internal static DatadogKey Key(string text) => new(DatadogKeyKind.Api, new NetworkCredential(null, text).SecurePassword);
}
