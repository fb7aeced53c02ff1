using System.Management.Automation;
using DatadogOps.Shell.Automation;

namespace DatadogOps.Shell.Output;

/// <summary>What Export-Csv of PowerShell 7 writes: columns of the first object, every field in quotes, nothing for null.</summary>
public sealed class CsvWriter(TextWriter output) : IObjectWriter
{
    private string[]? _columns;

    /// <inheritdoc/>
    public void Write(object? value)
    {
        if (value is null)
        {
            return;
        }

        PSObject wrapped = PSObject.AsPSObject(value);
        if (_columns is null)
        {
            var names = new List<string>();
            foreach (PSPropertyInfo property in wrapped.Properties)
            {
                names.Add(property.Name);
            }

            _columns = [.. names];
            for (int i = 0; i < _columns.Length; i++)
            {
                Field(i, _columns[i]);
            }

            output.Write(Environment.NewLine);
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            Field(i, CmdletBridge.FindProperty(wrapped, _columns[i])?.Value is { } field ? PropertyText.Plain(field) : null);
        }

        output.Write(Environment.NewLine);
    }

    /// <inheritdoc/>
    public void Complete() => output.Flush();

    private void Field(int index, string? text)
    {
        if (index > 0)
        {
            output.Write(',');
        }

        if (text is not null)
        {
            output.Write('"');
            output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
    }
}
