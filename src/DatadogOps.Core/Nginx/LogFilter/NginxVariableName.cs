using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Chooses the name of the filter's variable: of two maps of one variable, the second silently wins.</summary>
internal static class NginxVariableName
{
    /// <summary>The requested name, or the first default name that no file mentions.</summary>
    /// <exception cref="OperationException">The requested name is in use.</exception>
    public static string Choose(NginxFilterTarget target, NginxLogFilterOptions options)
    {
        NginxDocument[] documents = [.. target.Configurations.SelectMany(configuration => configuration.Documents).Concat(target.SurroundingDocuments).Distinct()];
        if (options.VariableName is { } wanted)
        {
            return !IsUsed(wanted) ? wanted : throw new OperationException(
                NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, wanted, $"The variable ${wanted} is already used in {target.Path}.", "Choose another name, or omit -VariableName.");
        }

        string name = NginxLogFilterOptions.DefaultVariableName;
        for (int i = 1; IsUsed(name); i++)
        {
            name = $"{NginxLogFilterOptions.DefaultVariableName}_v{i + 1}";
        }

        return name;

        bool IsUsed(string candidate) => documents.Any(document => Mentions(document.Bytes, candidate));
    }

    // Also derived names: _2, _address.
    private static bool Mentions(ReadOnlySpan<byte> text, string name)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(name);
        for (int at = text.IndexOf(wanted); at >= 0;)
        {
            int end = at + wanted.Length;
            bool begins = at == 0 || !IsNameByte(text[at - 1]);
            bool ends = end == text.Length || !IsNameByte(text[end]) || text[end] == (byte)'_';
            if (begins && ends && !(end + 1 < text.Length && text[end] == (byte)'_' && text[end + 1] == (byte)'v'))
            {
                return true;
            }

            int next = text[end..].IndexOf(wanted);
            at = next < 0 ? -1 : end + next;
        }

        return false;
    }

    private static bool IsNameByte(byte b) => b == (byte)'_' || char.IsAsciiLetterOrDigit((char)b);
}
