using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.Syntax;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx.Syntax;

public class NginxDocumentTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a;", "a")]
    [InlineData("a b  c\t d;", "a|b|c|d")]
    [InlineData("a \"b c\" 'd \"e';", "a|b c|d \"e")]
    [InlineData("a b\"c\"d;", "a|b\"c\"d")]
    [InlineData("a \"b\\\"c\" d\\ e f\\;g;", "a|b\"c|d\\ e|f\\;g")]
    [InlineData("a \\t\\n\\r\\x\\\\ \"\\'\";", "a|\t\n\r\\x\\|'")]
    [InlineData("a ${b}c $d{ }", "a|${b}c|$d")]
    [InlineData("a $b${c}{d;}", "a|$b${c}")]
    [InlineData("if (\"$a\" = \"b\") { }", "if|(\"$a\"|=|b|)")]
    [InlineData("a \"b\";", "a|b")]
    [InlineData("a '';", "a|")]
    [InlineData("a #b\nc;", "a|c")]
    [InlineData("a b#c;", "a|b#c")]
    [InlineData("a \"b\nc\";", "a|b\nc")]
    [InlineData("a b}c;", "a|b}c")]
    [InlineData("\"a\" b;", "a|b")]
    public void SplitsWordsLikeNginx(string text, string words)
    {
        NginxDirective directive = Parse(text).Roots.First();

        Assert.Equal(words, string.Join('|', directive.Arguments.Prepend(directive.Name)));
    }

    [Theory]
    [InlineData("a", 1, 2, "\";\"")]
    [InlineData("a b\n", 2, 1, "\";\"")]
    [InlineData("a;\nb {\n c;\n", 4, 1, "line 2")]
    [InlineData("a; }", 1, 4, "unexpected \"}\"")]
    [InlineData("a }", 1, 3, "unexpected \"}\"")]
    [InlineData("a;;", 1, 3, "unexpected \";\"")]
    [InlineData(" {}", 1, 2, "unexpected \"{\"")]
    [InlineData("a \"b\"c;", 1, 6, "unexpected \"c\"")]
    [InlineData("a \"b\"\"c\";", 1, 6, "unexpected")]
    [InlineData("a 'b;\n\n", 3, 1, "quote opened on line 1")]
    [InlineData("a \\", 1, 4, "\";\"")]
    [InlineData("map $a $b { c { d; } }", 1, 15, "unexpected \"{\"")]
    [InlineData("types { a { } }", 1, 11, "unexpected \"{\"")]
    [InlineData("content_by_lua_block { [[ } ]] { }", 1, 1, "Lua")]
    public void ReportsThePositionOfSyntaxErrors(string text, int line, int column, string problem)
    {
        OperationException error = Assert.Throws<OperationException>(() => Parse(text));

        Assert.Equal((NginxErrorIds.SyntaxInvalid, $"/etc/x.conf:{line}:{column}"), (error.ErrorId, error.Target));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"/etc/x.conf, line {line}, column {column}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"}\"")]
    [InlineData("'}'")]
    [InlineData("-- }\n")]
    [InlineData("--[[ } \n } ]]")]
    [InlineData("--[==[ } ]] } ]==]")]
    [InlineData("[[ } ]]")]
    [InlineData("[=[ } ]] } ]=]")]
    [InlineData("{ { } }")]
    [InlineData("\"\\\"}\"")]
    [InlineData("a[b[1]] = 2")]
    [InlineData("-- it's\n")]
    [InlineData("x = 5 --[ }\n")]
    public void RespectsQuotesOfLua(string lua)
    {
        NginxDocument document = Parse($"content_by_lua_block {{ {lua} }} next;");

        Assert.Equal(["content_by_lua_block", "next"], document.Roots.Select(directive => directive.Name));
        Assert.True(document[0].IsLua);
    }

    [Theory]
    [InlineData(4095, true)]
    [InlineData(4096, false)]
    public void LimitsWordsLikeNginx(int length, bool fits)
    {
        string text = "a " + new string('b', length) + ";\nc;\n";

        Assert.Equal(fits, Record.Exception(() => Parse(text)) is null);
    }

    [Fact]
    public void LimitsNesting()
    {
        OperationException error = Assert.Throws<OperationException>(() => Parse(string.Concat(Enumerable.Repeat("a {", 100_000))));

        Assert.Equal(NginxErrorIds.TooLarge, error.ErrorId);
    }

    [Fact]
    public void ListsTheDirectivesOfBlocks()
    {
        NginxDocument document = Parse("http {\n  server { listen 80; }\n  # end\n}\nuser a;");

        NginxDirective http = document.Roots.First();
        NginxDirective listen = Assert.Single(Assert.Single(http.Children).Children);
        Assert.Equal(["http", "user"], document.Roots.Select(directive => directive.Name));
        Assert.Equal(("listen", 2, 12), (listen.Name, listen.Line, listen.Column));
        Assert.Equal("}", Encoding.ASCII.GetString(document.Bytes.Slice(http.BodyEnd, 1)));
    }

    /// <summary>Any byte that is no white space belongs to exactly one word, comment, Lua block or sign; so nothing can get lost.</summary>
    [Fact]
    public void ReadsAFileOf100Megabytes()
    {
        byte[] one = Encoding.ASCII.GetBytes("server { listen 80; location / { return 200 \"x\"; } }\n");
        var large = new byte[100 * 1024 * 1024 / one.Length * one.Length];
        for (int i = 0; i < large.Length; i += one.Length)
        {
            one.CopyTo(large.AsSpan(i));
        }

        NginxDocument document = NginxDocument.Parse(large, "large.conf");

        Assert.Equal(large.Length / one.Length * 4, document.Count);
    }

    [Fact]
    public void ReadsAllBytesOrReportsThePositionOfTheError() => NginxFuzz.Run((random, seed) =>
    {
        byte[] text = NginxFuzz.Mutate(random, NginxFuzz.Seeds);
        try
        {
            NginxDocument document = NginxDocument.Parse(text, seed);
            AssertCoversAllBytes(document);
            NginxDocument again = NginxDocument.Parse(NginxEdit.Apply(document.Bytes, []), seed);
            Assert.True(again.Bytes.SequenceEqual(text));
        }
        catch (OperationException error) when (error.ErrorId is NginxErrorIds.SyntaxInvalid or NginxErrorIds.TooLarge)
        {
            Assert.StartsWith(seed, error.Target, StringComparison.Ordinal);
        }
    }, output);

    /// <summary>Random words in a types block, where nginx accepts any words that it can read.</summary>
    [NginxFact]
    public async Task AcceptsAndRejectsTheSameAsNginx()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;
        try
        {
            string path = Path.Combine(folder, "nginx.conf");
            string program = NginxServer.Find(out _)!;
            string[] words = ["a", " ", " ", "\n", ";", ";", "\"", "'", "\\", "$", "${", "}", "#", "{", ")", "b c;", "\t", "\r", "\"x\"", "'y' ", "text/x x;", "\n"];
            await NginxFuzz.RunAsync(async (random, _) =>
            {
                string head = $"error_log {folder}/e.log; pid {folder}/p; events {{}} http {{ types_hash_max_size 4096; types {{\n";
                string body = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
                await File.WriteAllTextAsync(path, head + body + "\n}\n}\n");
                OperationException? ours = Record.Exception(() => NginxDocument.Parse(File.ReadAllBytes(path), path)) as OperationException;
                await using ChildProcess nginx = ChildProcess.Start(program, ["-t", "-q", "-p", folder, "-c", path]);
                await nginx.WaitForExitAsync();
                string answer = nginx.Output;
                bool isSyntaxError = answer.Contains("unexpected", StringComparison.Ordinal) || answer.Contains("too long", StringComparison.Ordinal);
                // "include" without a file, or a directive after an early end of types.
                bool isOtherError = nginx.ExitCode != 0 && !isSyntaxError;
                Assert.True(isOtherError || isSyntaxError == (ours is not null), $"{Convert.ToHexString(Encoding.UTF8.GetBytes(body))}: nginx: {answer} ours: {ours?.Message}");
                if (isSyntaxError && ours is not null)
                {
                    Assert.Contains($"nginx.conf:{ours.Target.Split(':')[1]}", answer, StringComparison.Ordinal);
                }
            }, output, seconds: 5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void AssertCoversAllBytes(NginxDocument document)
    {
        var covered = new bool[document.Bytes.Length];
        foreach (NginxRange comment in document.Comments)
        {
            Cover(comment.Start, comment.End);
        }

        for (int i = 0; i < document.Count; i++)
        {
            NginxDirective directive = document[i];
            for (int word = 0; word <= directive.ArgumentCount; word++)
            {
                Cover(directive.WordRange(word).Start, directive.WordRange(word).End);
            }

            Cover(document.Node(i).Terminator, document.Node(i).Terminator + 1);
            if (directive.IsLua)
            {
                Cover(directive.BodyStart, directive.End);
            }
            else if (directive.IsBlock)
            {
                Cover(directive.BodyEnd, directive.End);
            }
        }

        for (int i = 0; i < covered.Length; i++)
        {
            Assert.True(covered[i] || document.Bytes[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', $"byte {i} of {document.Path} is lost");
        }

        void Cover(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                Assert.False(covered[i], $"byte {i} of {document.Path} is there twice");
                covered[i] = true;
            }
        }
    }

    [Fact]
    public void CoversAllBytes()
    {
        foreach (string name in NginxSite.Names)
        {
            using NginxSite site = NginxSite.Create(name);
            foreach (string path in Directory.EnumerateFiles(site.Folder, "*", SearchOption.AllDirectories).Where(path => path.EndsWith(".conf", StringComparison.Ordinal)))
            {
                AssertCoversAllBytes(NginxDocument.Parse(File.ReadAllBytes(path), path));
            }
        }
    }

    private static NginxDocument Parse(string text) => NginxDocument.Parse(Encoding.UTF8.GetBytes(text), "/etc/x.conf");
}
