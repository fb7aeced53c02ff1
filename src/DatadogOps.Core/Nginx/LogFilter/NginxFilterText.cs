using System.Text;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Inserts managed blocks into files.</summary>
internal static class NginxFilterText
{
    /// <summary>Content of a file that consists of a managed block only.</summary>
    public static byte[] FilterFile(string variable, string body) => Encoding.UTF8.GetBytes(Text(variable, body, "", "\n", breaksLine: false));

    /// <summary>Inserts a managed block at the end of a block: in http, map_hash_bucket_size and the like must precede the first map.</summary>
    public static void Insert(NginxBlock block, string variable, string body, List<NginxEdit> edits)
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
        edits.Add(new NginxEdit(directive.Document, breaksLine ? directive.BodyEnd : at, 0, Encoding.UTF8.GetBytes(breaksLine ? newline + added : added)));
    }

    // Indentation of the block's first directive that starts a line.
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
        string[] lines = [NginxManagedBlock.Begin(variable, breaksLine), .. body.TrimEnd('\n').Split('\n'), NginxManagedBlock.EndLine];
        return string.Concat(lines.Select(line => indentation + line + newline));
    }
}
