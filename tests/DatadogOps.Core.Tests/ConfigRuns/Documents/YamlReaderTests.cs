using System.Security.Cryptography;
using System.Text;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.Tests.ConfigRuns.Fuzzing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DatadogOps.Tests.ConfigRuns.Documents;

/// <summary>What is expected is what libyaml, which writes Puppet's reports, reads of the same text.</summary>
public class YamlReaderTests
{
    [Theory]
    [InlineData("dsc/test.yaml", 68, "6a6062661f49a222")]
    [InlineData("puppet/agent_catalog_failure.report.yaml", 599, "da79b963ab0d10db")]
    [InlineData("puppet/changed.report.yaml", 1327, "b0c37d088b6de102")]
    [InlineData("puppet/changed.summary.yaml", 74, "a95ccfbd151d52e6")]
    [InlineData("puppet/failed_skipped.report.yaml", 1114, "6b51fb4df37f6f5f")]
    [InlineData("puppet/format1.report.yaml", 124, "75b83da05cfbc0a0")]
    [InlineData("puppet/format6.report.yaml", 150, "b97eb48ce59cb441")]
    [InlineData("puppet/noop.report.yaml", 904, "c9a15f9c3bf0f6b1")]
    public void ReportsReadAsLibyamlReadsThem(string file, int count, string hash)
    {
        List<string> tokens = Tokens(new MemoryStream(File.ReadAllBytes(Reports.PathOf(file))));

        Assert.Equal(count, tokens.Count);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', tokens))))[..16]);
    }

    [Theory]
    [InlineData("a: b\n", "{ a: 'b' }")]
    [InlineData("a:\nb: ~\nc: null\nd: ''\ne: \"\"\n", "{ a: ~ b: ~ c: ~ d: '' e: '' }")]
    [InlineData("a:\n- 1\n- - x\n  - y\n- k: v\n  l: w\n- \n", "{ a: [ '1' [ 'x' 'y' ] { k: 'v' l: 'w' } ~ ] }")]
    [InlineData("a: plain\n  goes on\n\n  after a gap\nb: x\n", "{ a: 'plain goes on\nafter a gap' b: 'x' }")]
    [InlineData("a: 'single ''quoted''\n  goes on\n\n  after'\nb: x\n", "{ a: 'single 'quoted' goes on\nafter' b: 'x' }")]
    [InlineData("a: \"esc \\\"x\\\" \\u00fc \\x41 \\\n  joined \\\\\n\n  z\\n\"\nb: x\n", "{ a: 'esc \"x\" ü A joined \\\nz\n' b: 'x' }")]
    [InlineData("a: |\n  one\n    two\n\n  three\nb: |-\n  x\nc: |+\n  y\n\nd: z\n", "{ a: 'one\n  two\n\nthree\n' b: 'x' c: 'y\n\n' d: 'z' }")]
    [InlineData("a: |2-\n    deep\n  less\nb: x\n", "{ a: '  deep\nless' b: 'x' }")]
    [InlineData("'quoted key': 1\n\"other\": 2\nFile[/a b]: 3\nA::B: 4\n", "{ quoted key: '1' other: '2' File[/a b]: '3' A::B: '4' }")]
    [InlineData("a: []\nb: {}\nc:\n  d: []\n", "{ a: [ ] b: { } c: { d: [ ] } }")]
    [InlineData("a: http://x:80/y#z\nb: x:y\nc: -1\nd: - 1\n", null)]
    [InlineData("a:\n    b: 1\n    c:\n        - x\n", "{ a: { b: '1' c: [ 'x' ] } }")]
    [InlineData("a: x # comment\n", "{ a: 'x' }")]
    [InlineData("? long\n: value\n", "{ long: 'value' }")]
    [InlineData("a: &x 1\nb: *x\n", "{ a: '1' b: '1' }")]
    [InlineData("a: >\n  folded\n  text\n", "{ a: 'folded text\n' }")]
    [InlineData("a : x\nb  :\n- y\n", "{ a: 'x' b: [ 'y' ] }")]
    [InlineData("a: [1, 2]\nb: {c: d}\n", "{ a: [ '1' '2' ] b: { c: 'd' } }")]
    [InlineData("a:\r\n- x\r\nb: 'y'\r\n", "{ a: [ 'x' ] b: 'y' }")]
    [InlineData("a: x: y\n", null)]
    [InlineData("a: \"no end\n", null)]
    [InlineData("a: 1\n b: 2\n", null)]
    [InlineData("a: 1\n---\nb: 2\n", "{ a: '1' } { b: '2' }")]
    public void FragmentsReadAsLibyamlReadsThem(string text, string? expected)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        if (expected is null)
        {
            Assert.Equal(ConfigRunErrorIds.ReportUnreadable, Assert.Throws<DocumentException>(() => Tokens(stream)).ErrorId);
        }
        else
        {
            Assert.Equal(expected, string.Join(' ', Tokens(stream)));
        }
    }

    [Property(MaxTest = 1500)]
    public Property AnyFragmentsReadTheSameInParts()
    {
        string[] pieces =
        [
            "a:", "b: ", "- ", "  ", "    ", "\n", "\n", "\n", "'", "\"", "''", "\\n", "\\", "|", "|-", ">", "x", "y z", "key: value", ": ", "[]", "{}", "#", " #", "&a ", "*a", "!ruby/sym ",
            "~", "null", "true", "? ", "---", "...", "ü", "Exec[x]", "1.5", "\r\n", "%", "@", "`",
        ];
        return Prop.ForAll(Gen.ListOf(Gen.Elements(pieces)).ToArbitrary(), parts => Assert.NotEmpty(CompareParts(Encoding.UTF8.GetBytes("k: v\n" + string.Concat(parts)))));
    }

    [Fact]
    public void ATabBeforeAKeyIsReadThoughLibyamlRefusesIt() => Assert.Equal("{ a: '1' }", string.Join(' ', Tokens(new MemoryStream("\ta: 1\n"u8.ToArray()))));

    [Fact]
    public void AByteOrderMarkIsSkipped() => Assert.Equal("{ a: 'b' }", string.Join(' ', Tokens(new MemoryStream("\uFEFFa: b\n"u8.ToArray()))));

    [Fact]
    public void ACharacterThatSpansTwoWindowsIsWhole()
    {
        string text = new('x', (64 * 1024) - 4);

        Assert.Equal($"{{ a: '{text}ü' }}", string.Join(' ', Tokens(new MemoryStream(Encoding.UTF8.GetBytes($"a: {text}ü\n")))));
    }

    [Fact]
    public void ATextThatIsTooLongIsRefused()
    {
        using var endless = new RepeatingStream("a:\n"u8.ToArray(), Encoding.UTF8.GetBytes($"- {new string('x', 1000)}\n"), [], 1L << 30);
        using var text = new YamlText(endless, CancellationToken.None);

        Assert.Equal(ConfigRunErrorIds.ReportTooLarge, Assert.Throws<DocumentException>(text.Drain).ErrorId);
    }

    /// <summary>Reads a text whole and in parts, and fails where that differs.</summary>
    /// <returns>The last token, or the error.</returns>
    internal static string CompareParts(byte[] input)
    {
        List<string> whole = TokensOrError(new MemoryStream(input));
        List<string> parts = TokensOrError(new TrickleStream(input, (input.Length / 200) + 1 + (input.Length % 13)));
        return whole.SequenceEqual(parts) ? whole[^1] : throw new FuzzFailure($"In parts it reads '{parts.Except(whole).FirstOrDefault()}' and whole '{whole.Except(parts).FirstOrDefault()}'.");
    }

    private static List<string> Tokens(Stream stream)
    {
        var tokens = new List<string>();
        Read(stream, tokens);
        return tokens;
    }

    private static List<string> TokensOrError(Stream stream)
    {
        List<string> tokens = ["begin"];
        try
        {
            Read(stream, tokens);
        }
        catch (DocumentException error)
        {
            tokens.Add($"{error.ErrorId} at {error.Line}:{error.Column}");
        }

        return tokens;
    }

    private static void Read(Stream stream, List<string> tokens)
    {
        using var text = new YamlText(stream, CancellationToken.None);
        using var reader = new YamlReader(text);
        for (reader.MoveNext(); reader.Kind != NodeKind.None; reader.MoveNext())
        {
            tokens.Add(reader.Kind switch
            {
                NodeKind.MapStart => "{",
                NodeKind.MapEnd => "}",
                NodeKind.ListStart => "[",
                NodeKind.ListEnd => "]",
                NodeKind.Key => reader.Text + ":",
                NodeKind.Null => "~",
                _ => $"'{reader.Text}'",
            });
        }
    }
}
