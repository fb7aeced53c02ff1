using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Iam;
using DatadogOps.Terraform;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Terraform;

/// <summary>Terraform itself says what our texts mean.</summary>
public class HclTextTests
{
    private static readonly string[] s_texts =
    [
        "", "plain", "quote \" and \\ backslash", "${a}", "%{ if x }", "$${a}", "$$${a}", "%%{b}", "$ {a} $", "a$", "100%", "tab\tand\nlines\n", "\r\n",
        "\u0001\u001f\u007f", "äöü 負荷 🐘", "\u2028\u2029", "EOT\nEOT2\n", "{{#is_alert}}{{value}}{{/is_alert}}", "\\n \\u0041", "<<EOT",
    ];

    [TerraformFact]
    public async Task QuotedTextsMeanWhatTheyWere()
    {
        IReadOnlyList<string> read = await EvaluateAsync(s_texts.Select(HclText.Quote));

        Assert.Equal(s_texts, read);
    }

    [TerraformFact]
    public async Task HeredocsMeanWhatTheyWereAndALineFeed()
    {
        string[] texts = [.. s_texts.Where(text => HclText.Heredoc(text) is not null)];

        IReadOnlyList<string> read = await EvaluateAsync(texts.Select(text => HclText.Heredoc(text)! + "\n"));

        Assert.True(texts.Length > 10);
        Assert.Equal(texts.Select(text => text.EndsWith('\n') ? text : text + "\n"), read);
    }

    [Theory]
    [InlineData("PostgreSQL connections", "postgresql_connections")]
    [InlineData("85 % full", "_85_full")]
    [InlineData("負荷", "unnamed")]
    public void NamesAreIdentifiers(string text, string name) => Assert.Equal(name, HclText.Name(text));

    // One run of terraform for all of them: the output of a configuration without providers.
    private static async Task<IReadOnlyList<string>> EvaluateAsync(IEnumerable<string> expressions)
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-").FullName;
        try
        {
            var text = new StringBuilder("output \"all\" {\n  value = [\n");
            foreach (string expression in expressions)
            {
                text.Append("    ").Append(expression).Append(expression.EndsWith('\n') ? "    ,\n" : ",\n");
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "main.tf"), text.Append("  ]\n}\n").ToString());
            await ChildProcess.RunAsync(TerraformFactAttribute.Program!, [$"-chdir={folder}", "apply", "-auto-approve", "-input=false", "-no-color"]);
            using JsonDocument state = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "terraform.tfstate")));
            return [.. state.RootElement.GetProperty("outputs").GetProperty("all").GetProperty("value").EnumerateArray().Select(one => one.GetString()!)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
