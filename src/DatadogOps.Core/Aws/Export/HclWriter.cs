using System.Text;

namespace DatadogOps.Aws.Export;

/// <summary>Writes Terraform's language as <c>terraform fmt</c> would leave it: two blanks a level, equals signs of neighbours in one column.</summary>
internal sealed class HclWriter
{
    private readonly StringBuilder _text = new();
    private int _level;
    private bool _needsBlank;

    public override string ToString() => _text.ToString();

    /// <summary>A text as a literal; what would be an interpolation is not one.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", _ => c.ToString() });
        }

        return quoted.Append('"').Replace("${", "$${").Replace("%{", "%%{").ToString();
    }

    public HclWriter Comment(string text)
    {
        Separate();
        Line("# " + text);
        return this;
    }

    /// <summary>A block: <c>resource "aws_iam_role" "datadog" { ... }</c>.</summary>
    public HclWriter Block(string head, Action<HclWriter> body)
    {
        Separate();
        Line(head + " {");
        _level++;
        _needsBlank = false;
        body(this);
        _level--;
        Line("}");
        _needsBlank = true;
        return this;
    }

    /// <summary>Attributes of one line each, in one group. Values are expressions as they stand.</summary>
    public HclWriter Attributes(params (string Name, string? Value)[] attributes)
    {
        (string Name, string? Value)[] set = [.. attributes.Where(attribute => attribute.Value is not null)];
        if (set.Length > 0)
        {
            Separate();
            int width = set.Max(attribute => attribute.Name.Length);
            foreach ((string name, string? value) in set)
            {
                Line($"{name.PadRight(width)} = {value}");
            }

            _needsBlank = true;
        }

        return this;
    }

    /// <summary>A list of texts; each on a line of its own.</summary>
    public HclWriter Texts(string name, IEnumerable<string> values)
    {
        Separate();
        Line($"{name} = [");
        foreach (string value in values)
        {
            Line($"  {Quote(value)},");
        }

        Line("]");
        _needsBlank = true;
        return this;
    }

    /// <summary>A map of texts.</summary>
    public HclWriter Map(string name, IReadOnlyDictionary<string, string> values)
    {
        Separate();
        Line($"{name} = {{");
        _level++;
        _needsBlank = false;
        Attributes([.. values.Select(pair => (Quote(pair.Key), (string?)Quote(pair.Value)))]);
        _level--;
        Line("}");
        _needsBlank = true;
        return this;
    }

    private void Separate()
    {
        if (_needsBlank)
        {
            _text.Append('\n');
        }

        _needsBlank = false;
    }

    private void Line(string line) => _text.Append(' ', _level * 2).Append(line).Append('\n');
}
