using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Datadog.Definitions;

public class ManagedMarkerTests
{
    [Theory]
    [InlineData("PostgreSQL: 85 % (prod)", "postgresql-85-prod")]
    [InlineData("--A--", "a")]
    public void SlugsAreMadeOfNames(string name, string slug) => Assert.Equal(slug, ManagedMarker.MakeSlug(name));

    [Fact]
    public void MarkersAreReplacedAndFoundAgain()
    {
        TagSet tags = ManagedMarker.Mark(ManagedMarker.Mark(new TagSet("a:b"), "one"), "two");
        string description = ManagedMarker.Mark(ManagedMarker.Mark("For the DBAs.", "one"), "two");

        Assert.Equal("a:b,managed_by:datadogops,datadogops_id:two", tags.ToString());
        Assert.Equal("For the DBAs.\n\nManaged by DatadogOps (datadogops_id:two)", description);
        Assert.Equal(("two", "two"), (ManagedMarker.SlugOf(tags), ManagedMarker.SlugOf(description)));
        Assert.Null(ManagedMarker.SlugOf(new TagSet("datadogops_id:two")));
        Assert.Null(ManagedMarker.SlugOf("datadogops_id:two"));
    }
}
