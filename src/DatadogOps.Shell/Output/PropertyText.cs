using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using DatadogOps.Shell.Automation;

namespace DatadogOps.Shell.Output;

/// <summary>Values as text: in a file as ToString gives them, on the screen with lists spelled out.</summary>
internal static class PropertyText
{
    // PowerShell's $FormatEnumerationLimit.
    private const int ListLimit = 4;

    /// <summary>ToString in the invariant culture.</summary>
    public static string Plain(object value)
    {
        object plain = CmdletBridge.Unwrap(value)!;
        return plain switch
        {
            PSObject made => made.ToString(),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => plain.ToString() ?? "",
        };
    }

    /// <summary>For a cell or a line on the screen.</summary>
    public static string Shown(object? value)
    {
        object? plain = CmdletBridge.Unwrap(value);
        if (plain is null)
        {
            return "";
        }

        if (plain is not string && plain is IEnumerable list)
        {
            var text = new StringBuilder("{");
            int count = 0;
            foreach (object? item in list)
            {
                if (count == ListLimit)
                {
                    text.Append('…');
                    break;
                }

                text.Append(count++ > 0 ? ", " : "").Append(item switch
                {
                    null => "",
                    DictionaryEntry entry => $"[{Plain(entry.Key)}, {(entry.Value is null ? "" : Plain(entry.Value))}]",
                    _ => Plain(item),
                });
            }

            return text.Append('}').ToString();
        }

        return Plain(plain);
    }
}
