using System.Text;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>An access_log directive, read as ngx_http_log_set_log does.</summary>
internal readonly struct NginxAccessLog(NginxDirective directive)
{
    /// <summary>The directive.</summary>
    public NginxDirective Directive { get; } = directive;

    /// <summary>Whether it turns the log off.</summary>
    public bool IsOff => Directive.ArgumentCount == 1 && Directive.Argument(0) == "off";

    /// <summary>Path, <c>syslog:...</c>, or a text with variables.</summary>
    public string Target => Directive.ArgumentCount > 0 ? Directive.Argument(0) : "";

    /// <summary>Name of the format.</summary>
    public string Format => Directive.ArgumentCount > 1 ? Directive.Argument(1) : "combined";

    /// <summary>The condition, as nginx understands it; null when all is logged. Of several the last counts.</summary>
    public string? Condition => ConditionWord is > 0 and var word ? Directive.Argument(word - 1)[3..] : null;

    /// <summary>Number of the word that holds the condition; 0 when there is none.</summary>
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

    /// <summary>The logs that a block has of its own.</summary>
    public static IEnumerable<NginxAccessLog> In(NginxBlock block) =>
        block.Items.Where(item => item.Body is null && item.Directive.ArgumentCount > 0 && item.Directive.Is("access_log"u8)).Select(item => new NginxAccessLog(item.Directive));

    /// <summary>The change that puts a condition on it which it lacks.</summary>
    public NginxEdit AddCondition(string variable) => Directive.ArgumentCount == 1
        ? new NginxEdit(Directive.WordsEnd, 0, Encoding.ASCII.GetBytes($" combined \"if=${variable}\"")) // the quotes tell removal that the format is ours
        : new NginxEdit(Directive.WordsEnd, 0, Encoding.ASCII.GetBytes($" if=${variable}"));

    /// <summary>The change that puts another condition in the place of the one that it has.</summary>
    public NginxEdit ReplaceCondition(string variable)
    {
        NginxRange word = Directive.WordRange(ConditionWord);
        return new NginxEdit(word.Start, word.Length, Encoding.ASCII.GetBytes($"if=${variable}"));
    }

    /// <summary>The change that undoes one of the two others; null when it has none of them.</summary>
    public NginxEdit? RemoveCondition(NginxMarker marker)
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
            return new NginxEdit(start, word.End - start, []);
        }

        return condition.StartsWith('$') && marker.Replaced.TryGetValue(condition[1..], out byte[]? before) ? new NginxEdit(word.Start, word.Length, before) : null;
    }
}
