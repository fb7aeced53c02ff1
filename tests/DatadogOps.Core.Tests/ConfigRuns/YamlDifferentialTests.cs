using System.Text;
using DatadogOps.Aws.Iam;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>The fast reader of YAML says what the full one says, or says that it does not know.</summary>
public class YamlDifferentialTests
{
    public static TheoryData<string> PuppetReports => [.. Reports.All.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal)).Select(path => Path.GetRelativePath(Reports.Folder, path))];

    [Theory]
    [MemberData(nameof(PuppetReports))]
    public void ReportsReadTheSame(string file) => Compare(File.ReadAllText(Reports.PathOf(file)));

    [Theory]
    [InlineData("puppet/changed.report.yaml")]
    [InlineData("puppet/failed_skipped.report.yaml")]
    [InlineData("puppet/noop.report.yaml")]
    [InlineData("puppet/agent_catalog_failure.report.yaml")]
    [InlineData("puppet/changed.summary.yaml")]
    public void WhatPuppetWritesTodayIsReadFast(string file) => Assert.NotNull(YamlReaders.ReadFast(Encoding.UTF8.GetBytes(File.ReadAllText(Reports.PathOf(file)))));

    [Theory]
    [InlineData("a: b\n")]
    [InlineData("a:\nb: ~\nc: null\nd: ''\ne: \"\"\n")]
    [InlineData("a:\n- 1\n- - x\n  - y\n- k: v\n  l: w\n- \n")]
    [InlineData("a: plain\n  goes on\n\n  after a gap\nb: x\n")]
    [InlineData("a: 'single ''quoted''\n  goes on\n\n  after'\nb: x\n")]
    [InlineData("a: \"esc \\\"x\\\" \\u00fc \\x41 \\\n  joined \\\\\n\n  z\\n\"\nb: x\n")]
    [InlineData("a: |\n  one\n    two\n\n  three\nb: |-\n  x\nc: |+\n  y\n\nd: z\n")]
    [InlineData("a: |2-\n    deep\n  less\nb: x\n")]
    [InlineData("'quoted key': 1\n\"other\": 2\nFile[/a b]: 3\nA::B: 4\n")]
    [InlineData("a: []\nb: {}\nc:\n  d: []\n")]
    [InlineData("a: http://x:80/y#z\nb: x:y\nc: -1\nd: - 1\n")]
    [InlineData("a:\n    b: 1\n    c:\n        - x\n")]
    [InlineData("a: x # comment\n")]
    [InlineData("? long\n: value\n")]
    [InlineData("a: &x 1\nb: *x\n")]
    [InlineData("a: >\n  folded\n  text\n")]
    [InlineData("a : x\nb  :\n- y\n")]
    [InlineData("a: [1, 2]\nb: {c: d}\n")]
    [InlineData("a:\r\n- x\r\nb: 'y'\r\n")]
    [InlineData("a: x: y\n")]
    [InlineData("a: \"no end\n")]
    [InlineData("a: 1\n b: 2\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("\ta: 1\n")]
    public void FragmentsReadTheSame(string text) => Compare(text);

    [Property(MaxTest = 1500)]
    public Property AnyJoiningOfFragmentsReadsTheSame()
    {
        string[] pieces =
        [
            "a:", "b: ", "- ", "  ", "    ", "\n", "\n", "\n", "'", "\"", "''", "\\n", "\\", "|", "|-", ">", "x", "y z", "key: value", ": ", "[]", "{}", "#", " #", "&a ", "*a", "!ruby/sym ",
            "~", "null", "true", "? ", "---", "...", "ü", "Exec[x]", "1.5", "\r\n", "%", "@", "`",
        ];
        return Prop.ForAll(Gen.ListOf(Gen.Elements(pieces)).ToArbitrary(), parts => Compare("k: v\n" + string.Concat(parts)));
    }

    private static void Compare(string text) => YamlReaders.Compare(Encoding.UTF8.GetBytes(text));
}
