using System.Text;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>An access_log directive, interpreted as ngx_http_log_set_log does.</summary>
internal readonly struct NginxAccessLog(NginxDirective directive)
{
    /// <summary>The directive.</summary>
    public NginxDirective Directive { get; } = directive;

    /// <summary>Whether it disables logging.</summary>
    public bool IsOff => Directive.ArgumentCount == 1 && Directive.Argument(0) == "off";

    /// <summary>A path, <c>syslog:...</c>, or a text with variables.</summary>
    public string Target => Directive.ArgumentCount > 0 ? Directive.Argument(0) : "";

    /// <summary>Name of the format.</summary>
    public string Format => Directive.ArgumentCount > 1 ? Directive.Argument(1) : "combined";

    /// <summary>The condition; null if everything is logged. The last of several applies.</summary>
    public string? Condition => ConditionWord is > 0 and var word ? Directive.Argument(word - 1)[3..] : null;

    /// <summary>Index of the word with the condition; 0 if there is none.</summary>
    public int ConditionWord
    {
        get
        {
            // Words: access_log, path, format, then parameters.
            for (int word = Directive.ArgumentCount; word >= 3; word--)
            {
                if (NginxText.Unescape(Directive.RawWord(word)).AsSpan().StartsWith("if="u8))
                {
                    return word;
                }
            }

            return 0;
        }
    }

    /// <summary>The access_log directives of a block, without inherited ones.</summary>
    public static IEnumerable<NginxAccessLog> In(NginxBlock block) =>
        block.Items.Where(item => item.Body is null && item.Directive.ArgumentCount > 0 && item.Directive.Is("access_log"u8)).Select(item => new NginxAccessLog(item.Directive));

    /// <summary>The edit that adds a condition.</summary>
    public NginxEdit AddCondition(string variable) => Directive.ArgumentCount == 1
        ? new NginxEdit(Directive.Document, Directive.WordsEnd, 0, Encoding.ASCII.GetBytes($" combined \"if=${variable}\"")) // the quotes tell RemoveCondition that the format was added too
        : new NginxEdit(Directive.Document, Directive.WordsEnd, 0, Encoding.ASCII.GetBytes($" if=${variable}"));

    /// <summary>The edit that replaces the condition.</summary>
    public NginxEdit ReplaceCondition(string variable)
    {
        NginxRange word = Directive.WordRange(ConditionWord);
        return new NginxEdit(Directive.Document, word.Start, word.Length, Encoding.ASCII.GetBytes($"if=${variable}"));
    }

    /// <summary>The edit that reverts either of the other two; null if neither was applied.</summary>
    public NginxEdit? RemoveCondition(NginxManagedBlock marker)
    {
        int number = ConditionWord;
        if (number == 0)
        {
            return null;
        }

        NginxRange word = Directive.WordRange(number);
        ReadOnlySpan<byte> raw = Directive.RawWord(number);
        string condition = NginxText.Decode(NginxText.Unescape(raw))[3..];
        if (condition == "$" + marker.Variable)
        {
            bool formatToo = NginxText.IsQuoted(raw) && number == 3 && Directive.RawWord(2).SequenceEqual("combined"u8);
            int start = Directive.WordRange(formatToo ? 1 : number - 1).End;
            return new NginxEdit(Directive.Document, start, word.End - start, []);
        }

        return condition.StartsWith('$') && marker.Replaced.TryGetValue(condition[1..], out byte[]? before) ? new NginxEdit(Directive.Document, word.Start, word.Length, before) : null;
    }
}
