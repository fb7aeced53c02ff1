using System.Text.RegularExpressions;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Testbed;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DatadogOps.Tests.ConfigRuns.Redaction;

public partial class SecretRedactorTests
{
    private static readonly string Corpus = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Redaction", "Corpus");

    public static TheoryData<string> Secrets => [.. LinesOf("secrets.txt")];

    public static TheoryData<string> Harmless => [.. LinesOf("harmless.txt")];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void SecretsGoAndTheRestStays(string line) =>
        Assert.Equal(Marked().Replace(line, SecretRedactor.Mask), SecretRedactor.Default.Redact(line.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void WhatIsNoSecretStays(string line) => Assert.Equal(line, SecretRedactor.Default.Redact(line));

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter", "[redacted]\nafter")]
    [InlineData("before -----BEGIN PRIVATE KEY-----\nMIIE", "before [redacted]")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    public void PrivateKeysGo(string text, string expected) => Assert.Equal(expected, SecretRedactor.Default.Redact(text));

    [Fact]
    public void NoSecretOfAFixtureIsLeft()
    {
        foreach (string path in Reports.All)
        {
            string name = Path.GetRelativePath(Reports.Folder, path);
            string all = string.Join('\n', Reports.Read(name).Select(Text).Concat(Reports.ReadResources(name).Select(Text)));
            Assert.DoesNotContain("hunter", all, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789abcdef0123456789abcdef", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PatternsTakeOutTheirFirstGroup()
    {
        var redactor = new SecretRedactor([@"customer-(\d+)", "SESAME"]);

        Assert.Equal("Customer-[redacted] said [redacted]", redactor.Redact("Customer-123456 said sesame"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=look)ahead")]
    public void APatternThatCannotBeUsedIsRefused(string pattern) =>
        Assert.Equal(ConfigRunErrorIds.RedactPatternInvalid, Assert.Throws<OperationException>(() => new SecretRedactor([pattern])).ErrorId);

    [Theory]
    [InlineData("password=")]
    [InlineData("password='")]
    [InlineData("password=\\\"")]
    [InlineData("password: ")]
    [InlineData("a://")]
    [InlineData("a://b:c")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----BEGIN ")]
    [InlineData("token ")]
    [InlineData("bearer")]
    [InlineData("key.")]
    [InlineData("eyJ")]
    [InlineData("AKIAIOSFODNN7EXAMPLE ")]
    [InlineData("ghp_")]
    [InlineData(" -u a:b")]
    [InlineData("mysql -p")]
    [InlineData("$6$")]
    [InlineData(" ")]
    [InlineData("\"")]
    public void HostileTextsComeToAnEnd(string piece)
    {
        // A megabyte takes milliseconds; were the time to grow with the square of the length, no test run would see the end of it.
        string text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        Assert.NotNull(SecretRedactor.Default.Redact(text));
    }

    [Property(MaxTest = 2000)]
    public Property AValueBesideItsNameNeverStays()
    {
        Gen<string> names = Gen.Elements("password", "DB_PASSWORD", "api_key", "clientSecret", "auth-token", "dd_app_key");
        Gen<string> forms = Gen.Elements("{0}={1}", "{0}: {1}", "\"{0}\": \"{1}\"", "{0} => '{1}'", "--{0} {1}", "x {0}=\"{1}\" y", "\\\"{0}\\\":\\\"{1}\\\"");
        Gen<string> values = Gen.ArrayOf(Gen.Elements("abcdefghijkXYZ0123456789!$%+*/_.~^".ToCharArray()), 12).Select(letters => "q" + new string(letters));
        return Prop.ForAll(
            (from name in names from form in forms from value in values select (name, form, value)).ToArbitrary(),
            one => !SecretRedactor.Default.Redact(string.Format(System.Globalization.CultureInfo.InvariantCulture, one.form, one.name, one.value)).Contains(one.value, StringComparison.Ordinal));
    }

    [Property(MaxTest = 500)]
    public bool RedactingTwiceIsRedactingOnce(NonNull<string> text)
    {
        string once = SecretRedactor.Default.Redact(text.Get);
        return SecretRedactor.Default.Redact(once) == once;
    }

    private static IEnumerable<string> LinesOf(string file) =>
        File.ReadLines(Path.Combine(Corpus, file)).Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal));

    private static string Text(object item) =>
        string.Join('\n', item.GetType().GetProperties().Where(one => one.GetIndexParameters().Length == 0).Select(one => one.GetValue(item)?.ToString()));

    [GeneratedRegex("«[^»]*»")]
    private static partial Regex Marked();
}
