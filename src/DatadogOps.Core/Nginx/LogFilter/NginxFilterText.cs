using System.Text;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>What is put into files: lines between the two comments by which they are found again.</summary>
internal static class NginxFilterText
{
    /// <summary>The text of a file that holds nothing else.</summary>
    public static byte[] OwnFile(string variable, string body) => Encoding.UTF8.GetBytes(Text(variable, body, "", "\n", breaksLine: false));

    /// <summary>Puts it at the end of a block: in http, map_hash_bucket_size and the like must stand before the first map.</summary>
    public static void Insert(NginxBlock block, string variable, string body, NginxEditList edits)
    {
        NginxDirective directive = block.Directive!.Value;
        ReadOnlySpan<byte> text = directive.Document.Bytes;
        int at = directive.BodyEnd;
        while (text[at - 1] is (byte)' ' or (byte)'\t')
        {
            at--;
        }

        bool breaksLine = text[at - 1] != (byte)'\n';
        int firstEnd = text.IndexOf((byte)'\n');
        string newline = firstEnd > 0 && text[firstEnd - 1] == (byte)'\r' ? "\r\n" : "\n";
        string added = Text(variable, body, Indentation(directive), newline, breaksLine);
        edits.Add(directive.Document, new NginxEdit(breaksLine ? directive.BodyEnd : at, 0, Encoding.UTF8.GetBytes(breaksLine ? newline + added : added)));
    }

    // As the block's first directive that begins a line.
    private static string Indentation(NginxDirective block)
    {
        ReadOnlySpan<byte> text = block.Document.Bytes;
        foreach (NginxDirective child in block.Children)
        {
            int start = child.Start;
            while (text[start - 1] is (byte)' ' or (byte)'\t')
            {
                start--;
            }

            if (text[start - 1] == (byte)'\n')
            {
                return NginxText.Decode(text[start..child.Start]);
            }
        }

        return "    ";
    }

    private static string Text(string variable, string body, string indentation, string newline, bool breaksLine)
    {
        string[] lines = [NginxMarker.Begin(variable, breaksLine), .. body.TrimEnd('\n').Split('\n'), NginxMarker.EndLine];
        return string.Concat(lines.Select(line => indentation + line + newline));
    }
}
