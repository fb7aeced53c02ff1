using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Name of the filter's variable: of two maps of one variable the second would silently win.</summary>
internal static class NginxVariableName
{
    /// <summary>The name that is asked for, or the first that nothing mentions, in the files given and around them.</summary>
    /// <exception cref="OperationException">The name that is asked for is in use.</exception>
    public static string Choose(NginxFilterTarget target, NginxLogFilterOptions options)
    {
        NginxDocument[] documents = [.. target.Configurations.SelectMany(configuration => configuration.Documents).Concat(target.Others).Distinct()];
        if (options.VariableName is { } wanted)
        {
            return !IsUsed(wanted) ? wanted : throw new OperationException(
                NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, wanted, $"The variable ${wanted} is in use in {target.Path}.", "Choose another name, or none: an unused one is then found.");
        }

        string name = NginxLogFilterOptions.DefaultVariableName;
        for (int i = 1; IsUsed(name); i++)
        {
            name = $"{NginxLogFilterOptions.DefaultVariableName}_v{i + 1}";
        }

        return name;

        bool IsUsed(string candidate) => documents.Any(document => Mentions(document.Bytes, candidate));
    }

    // Also the names that are made of it: _2, _address.
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
