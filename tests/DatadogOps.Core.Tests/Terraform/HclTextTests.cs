using DatadogOps.Terraform;

namespace DatadogOps.Tests.Terraform;

public class HclTextTests
{
    [Theory]
    [InlineData("a\r\tb\n", "\"a\\r\\tb\\n\"")]
    [InlineData("\u0001\u001b\u0085", "\"\\u0001\\u001B\\u0085\"")]
    [InlineData("${a} %{b} $${c}", "\"$${a} %%{b} $$${c}\"")]
    public void QuotedStringsHoldNoTemplateAndNoControlCharacter(string text, string quoted) => Assert.Equal(quoted, HclText.Quote(text));

    [Theory]
    [InlineData("PostgreSQL connections", "postgresql_connections")]
    [InlineData("85 % full", "_85_full")]
    [InlineData("負荷", "unnamed")]
    public void NamesAreIdentifiers(string text, string name) => Assert.Equal(name, HclText.Name(text));
}
