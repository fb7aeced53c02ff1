using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Terraform;

/// <summary>Writes Terraform's language as <c>terraform fmt</c> formats it: two spaces a level, the equals signs of neighbouring lines in one column.</summary>
internal sealed class HclWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Value)> _attributes = [];
    private int _depth;
    private bool _isFirst = true;

    /// <summary>A comment on a line of its own.</summary>
    public HclWriter Comment(string text)
    {
        Separate();
        Line("# " + string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));
        _isFirst = true;
        return this;
    }

    /// <summary>A block: <c>resource "datadog_monitor" "name" { ... }</c>.</summary>
    public HclWriter Block(string header, Action<HclWriter> body)
    {
        Separate();
        Line(header + " {");
        _depth++;
        _isFirst = true;
        body(this);
        Flush();
        _depth--;
        Line("}");
        _isFirst = false;
        return this;
    }

    /// <summary>An attribute of any JSON value; null is left out. A text of several lines becomes a heredoc.</summary>
    public HclWriter Attribute(string name, JsonNode? value)
    {
        if (value?.GetValueKind() == JsonValueKind.String && value.ToString().Contains('\n', StringComparison.Ordinal) && HclText.Heredoc(value.ToString()) is { } heredoc)
        {
            // terraform fmt aligns neither a heredoc nor the lines after it: it is a paragraph of its own.
            Separate();
            Line($"{name} = {heredoc}");
            _isFirst = false;
            return this;
        }

        return Expression(name, value is null ? null : Inline(value));
    }

    /// <summary>An attribute whose value is an expression, such as <c>var.external_id</c>; null is left out.</summary>
    public HclWriter Expression(string name, string? expression)
    {
        if (expression is not null)
        {
            _attributes.Add((name, expression));
        }

        return this;
    }

    /// <summary>A list of texts, one a line.</summary>
    public HclWriter List(string name, IEnumerable<string> values)
    {
        Separate();
        Line($"{name} = [");
        foreach (string value in values)
        {
            Line($"  {HclText.Quote(value)},");
        }

        Line("]");
        _isFirst = false;
        return this;
    }

    /// <summary>A map of texts, one a line.</summary>
    public HclWriter Map(string name, IEnumerable<KeyValuePair<string, string>> values) => Block($"{name} =", map =>
    {
        foreach ((string key, string value) in values)
        {
            map.Expression(HclText.Quote(key), HclText.Quote(value));
        }
    });

    /// <summary>The text written so far.</summary>
    public override string ToString()
    {
        Flush();
        return _text.ToString();
    }

    private static string Inline(JsonNode? value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Inline))}]",
        JsonObject map => $"{{ {string.Join(", ", map.Select(pair => $"{HclText.Quote(pair.Key)} = {Inline(pair.Value)}"))} }}",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => HclText.Quote(text.ToString()),
        _ => value?.ToJsonString() ?? "null",
    };

    private void Separate()
    {
        Flush();
        if (!_isFirst)
        {
            _text.Append('\n');
        }
    }

    private void Flush()
    {
        if (_attributes.Count == 0)
        {
            return;
        }

        (string Name, string Value)[] group = [.. _attributes];
        _attributes.Clear();
        Separate();
        int width = group.Max(attribute => Width(attribute.Name));
        foreach ((string name, string value) in group)
        {
            Line($"{name}{new string(' ', width - Width(name))} = {value}");
        }

        _isFirst = false;
    }

    // terraform fmt counts what a reader sees as one character.
    private static int Width(string name) => new StringInfo(name).LengthInTextElements;

    private void Line(string text) => _text.Append(' ', _depth * 2).Append(text).Append('\n');
}
