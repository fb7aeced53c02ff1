using DatadogOps.Intake.Tags;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Tags;

public sealed class TagNormalizerTests
{
    [Theory]
    [InlineData("state:idle in transaction", "state:idle_in_transaction")]
    [InlineData("state:idle in transaction (aborted)", "state:idle_in_transaction_aborted")]
    [InlineData("Application_Name:Worker-Medium", "application_name:worker-medium")]
    [InlineData("path:/usr/bin.d", "path:/usr/bin.d")]
    [InlineData("a__b", "a_b")]
    [InlineData("trailing_", "trailing")]
    [InlineData("1one", "one")]
    [InlineData("_x:1", "x:1")]
    [InlineData("größe:XÄ", "größe:xä")]
    [InlineData("🍣🍣", "")]
    [InlineData("", "")]
    public void Tag_is_kept_as_Datadog_keeps_it(string sent, string kept) => Assert.Equal(kept, TagNormalizer.Tag(sent));

    [Fact]
    public void Tag_has_200_characters_at_most() => Assert.Equal("k:" + new string('v', 198), TagNormalizer.Tag("k:" + new string('v', 500)));

    [Property]
    public bool A_kept_tag_stays_what_it_is(string? sent)
    {
        string once = TagNormalizer.Tag(sent ?? string.Empty);
        return once.Length <= 200 && TagNormalizer.Tag(once) == once;
    }

    [Theory]
    [InlineData("postgresql.connection_state", "postgresql.connection_state")]
    [InlineData("my metric-name!", "my_metric_name_")]
    [InlineData("9lives.Left", "lives.Left")]
    [InlineData("123", null)]
    public void Metric_name_is_kept_as_Datadog_keeps_it(string sent, string? kept) => Assert.Equal(kept, MetricName.Normalize(sent));
}
