using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Tests.Datadog.Monitors;

public class TagFilterTests
{
    [Theory]
    [InlineData("state:idle in transaction (aborted)", "state:idle_in_transaction_aborted")]
    [InlineData("Env:Prod", "env:prod")]
    [InlineData("$server", "$server")]
    [InlineData("!env:Dev", "!env:dev")]
    [InlineData("host:web*", "host:web*")]
    [InlineData("a{b},c:d", "a_b_c:d")]
    public void TagsAreNormalizedAsDatadogDoes(string tag, string kept) => Assert.Equal(kept, TagFilter.Scope(tag));
}
