using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Tests.Datadog.Definitions;

public class DatadogPagesTests
{
    [Theory]
    [InlineData("datadoghq.com", "https://app.datadoghq.com/monitors/7")]
    [InlineData("us3.datadoghq.com", "https://us3.datadoghq.com/monitors/7")]
    public void PagesAreOnTheSite(string site, string page) => Assert.Equal(page, DatadogPages.Of(DatadogSite.FromName(site), "monitors/7")!.ToString());
}
