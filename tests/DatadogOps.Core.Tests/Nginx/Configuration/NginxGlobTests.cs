using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Tests.Nginx.Configuration;

public class NginxGlobTests
{
    [Theory]
    [InlineData("a.conf", "*.conf", true)]
    [InlineData(".a.conf", "*.conf", false)]
    [InlineData(".a.conf", ".*", true)]
    [InlineData("a.conf.bak", "*.conf", false)]
    [InlineData("ab", "?b", true)]
    [InlineData("b", "[a-c]", true)]
    [InlineData("d", "[!a-c]", true)]
    [InlineData("b", "[^a-c]", false)]
    [InlineData("]", "[]]", true)]
    [InlineData("-", "[a-]", true)]
    [InlineData("[", "[", true)]
    [InlineData("*", "\\*", true)]
    [InlineData("aXbXc", "a*b*c", true)]
    [InlineData("abc", "a*d", false)]
    [InlineData("", "*", true)]
    public void NamesMatchAsForGlob(string name, string pattern, bool matches) => Assert.Equal(matches, NginxGlob.IsMatch(name, pattern));
}
