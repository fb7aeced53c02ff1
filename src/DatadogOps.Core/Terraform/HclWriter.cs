using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Terraform;

/// <summary>Writes blocks of Terraform's language as <c>terraform fmt</c> would: two spaces, and the equals signs of neighbouring lines in one column.</summary>
internal sealed class HclWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Value)> _attributes = [];
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Opens a block: <c>resource "datadog_monitor" "name" {</c>.</summary>
    public void Open(string header)
    {
        Flush();
        Separate();
        Line(header + " {");
        _depth++;
        _isFirst = true;
    }

    /// <summary>Closes the block.</summary>
    public void Close()
    {
        Flush();
        _depth--;
        Line("}");
        _isFirst = false;
    }

    /// <summary>A remark on a line of its own.</summary>
    public void Comment(string text)
    {
        Flush();
        Separate();
        foreach (string line in text.Split('\n'))
        {
            Line("# " + line);
        }

        _isFirst = false;
    }

    /// <summary>An attribute of any JSON value; a null is left out.</summary>
    public void Attribute(string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String && text.ToString().Contains('\n', StringComparison.Ordinal) && HclText.Heredoc(text.ToString()) is { } heredoc:
                // Lines that follow several lines are a paragraph of their own.
                Flush();
                Separate();
                Line($"{name} = {heredoc}");
                _isFirst = false;
                break;
            default:
                _attributes.Add((name, Inline(value)));
                break;
        }
    }

    /// <summary>What was written.</summary>
    public override string ToString()
    {
        Flush();
        return _text.ToString();
    }

    private static string Inline(JsonNode value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(item => item is null ? "null" : Inline(item)))}]",
        JsonObject map => $"{{ {string.Join(", ", map.Select(pair => $"{HclText.Quote(pair.Key)} = {(pair.Value is null ? "null" : Inline(pair.Value))}"))} }}",
        _ when value.GetValueKind() == JsonValueKind.String => HclText.Quote(value.ToString()),
        _ when DefinitionJson.Number(value) is { } number => MonitorQuery.Number(number),
        _ => value.ToJsonString(),
    };

    private void Flush()
    {
        if (_attributes.Count == 0)
        {
            return;
        }

        Separate();
        int width = _attributes.Max(attribute => attribute.Name.Length);
        foreach ((string name, string value) in _attributes)
        {
            Line($"{name.PadRight(width)} = {value}");
        }

        _attributes.Clear();
        _isFirst = false;
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            _text.Append('\n');
        }
    }

    private void Line(string text) => _text.Append(' ', _depth * 2).Append(text).Append('\n');
}
