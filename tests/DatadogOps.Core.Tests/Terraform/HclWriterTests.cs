using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Terraform;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using FsCheck;
using FsCheck.Fluent;

namespace DatadogOps.Tests.Terraform;

/// <summary>Terraform itself reads back what was written.</summary>
public class HclWriterTests
{
    private static readonly string[] s_known =
    [
        "", "plain", "quote \" and \\ backslash", "${a}", "%{ if x }", "$${a}", "$$${a}", "%%{b}", "$ {a} $", "a$", "100%", "tab\tand\nlines\n", "\r\n",
        "\u0001\u001f\u007f", "äöü 負荷 🐘", "\u2028\u2029", "EOT\nEOT2\n", "{{#is_alert}}{{value}}{{/is_alert}}", "\\n \\u0041", "<<EOT",
    ];

    // Pieces that mean something to Terraform, side by side in any order.
    private static readonly Gen<string> s_hostile =
        from count in Gen.Choose(0, 12)
        from pieces in Gen.Elements(
            "$", "%", "{", "}", "~", "\"", "\\", "\n", "\r", "\t", " ", "#", "//", "/*", "<<EOT", "<<-EOT", "EOT", "${", "%{", "\0", "\u0007", "\u001b", "\u0085",
            "\u2028", "\ufeff", "\ufffd", "\ud800", "\udc00", "e\u0301", "é", "負", "🐘", "a", "0", "_").ArrayOf(count)
        select string.Concat(pieces);

    [TerraformFact]
    public async Task StringsKeysAndListsKeepTheirText()
    {
        string[] texts = Texts();

        JsonElement read = await ApplyAsync(new HclWriter()
            .Block("output \"inline\"", output => output.Attribute("value", new JsonArray([.. texts.Select(text => JsonValue.Create(text))])))
            .Block("output \"list\"", output => output.List("value", texts))
            .Block("output \"map\"", output => output.Map("value", texts.Select((text, i) => KeyValuePair.Create($"{i} {text}", text))))
            .Block("output \"object\"", output => output.Attribute("value", new JsonObject(texts.Select((text, i) => KeyValuePair.Create($"{i} {text}", (JsonNode?)text))))));

        AssertRead(texts.Select(AsRead), read, "inline");
        AssertRead(texts.Select(AsRead), read, "list");
        Dictionary<string, string> pairs = texts.Select((text, i) => (Key: AsRead($"{i} {text}"), Value: AsRead(text))).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (string output in (string[])["map", "object"])
        {
            Assert.Equal(pairs, read.GetProperty(output).GetProperty("value").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!));
        }
    }

    [TerraformFact]
    public async Task AttributesKeepTheirTextAndHeredocsEndInALineFeed()
    {
        string[] texts = Texts();
        var writer = new HclWriter().Block("locals", locals =>
        {
            for (int i = 0; i < texts.Length; i++)
            {
                locals.Attribute($"text{i}", texts[i]);
            }
        });

        JsonElement read = await ApplyAsync(writer.Block("output \"all\"", output => output.Expression("value", $"[{string.Join(", ", texts.Select((_, i) => $"local.text{i}"))}]")));

        Assert.Contains("<<EOT", writer.ToString(), StringComparison.Ordinal);
        AssertRead(texts.Select(text => AsRead(text.Contains('\n') && HclText.Heredoc(text) is not null && !text.EndsWith('\n') ? text + "\n" : text)), read, "all");
    }

    [TerraformFact]
    public async Task ValuesOfOtherKindsAreReadAsSuch()
    {
        JsonElement read = await ApplyAsync(new HclWriter()
            .Comment("one line\r\nwhatever \"it\" ${holds}")
            .Block("output \"all\"", output => output.Attribute("value", new JsonArray(1, 0.85, 1e-7, -3, true, null, new JsonArray("a", 2)))));

        Assert.Equal("[1,0.85,0.0000001,-3,true,null,[\"a\",2]]", read.GetProperty("all").GetProperty("value").GetRawText().Replace(" ", "").Replace("\n", ""));
    }

    private static string[] Texts() => [.. s_known, .. s_hostile.Sample(300)];

    // Terraform composes characters (Unicode's normal form C), for which .NET needs ICU; half a surrogate pair is no character.
    private static string AsRead(string text) => string.Concat(text.EnumerateRunes()).Replace("e\u0301", "\u00e9", StringComparison.Ordinal);

    private static void AssertRead(IEnumerable<string> expected, JsonElement outputs, string name) =>
        Assert.Equal(expected.Select(Shown), outputs.GetProperty(name).GetProperty("value").EnumerateArray().Select(one => Shown(one.GetString()!)));

    // What differs is seldom visible.
    private static string Shown(string text) => JsonSerializer.Serialize(text);

    // Configurations of outputs alone need no provider.
    private static async Task<JsonElement> ApplyAsync(HclWriter writer)
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "main.tf"), writer.ToString());
            await ChildProcess.RunAsync(TerraformFactAttribute.Program!, ["fmt", "-check", "-diff", folder]);
            await ChildProcess.RunAsync(TerraformFactAttribute.Program!, [$"-chdir={folder}", "apply", "-auto-approve", "-input=false", "-no-color"]);
            return JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "terraform.tfstate"))).GetProperty("outputs");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
