using System.Text;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Scopes of metric queries: what stands in <c>{...}</c>.</summary>
public static class TagFilter
{
    /// <summary>A tag as Datadog keeps it: lower case; what is not a letter, digit, <c>_ - : . /</c> becomes one underscore, none at the end (docs.datadoghq.com/getting_started/tagging).</summary>
    public static string Normalize(string tag)
    {
        var text = new StringBuilder(tag.Length);
        foreach (char c in tag)
        {
            if (char.IsLetterOrDigit(c) || c is '-' or ':' or '.' or '/')
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }
        }

        return text.ToString().TrimEnd('_');
    }

    /// <summary>A scope of tags that must all be there; <c>*</c> for none. Template variables (<c>$server</c>) and negations (<c>!env:dev</c>) stay as they are.</summary>
    public static string Scope(params IEnumerable<string> tags)
    {
        string scope = string.Join(',', tags.Where(tag => !string.IsNullOrWhiteSpace(tag)).Select(One));
        return scope.Length == 0 ? "*" : scope;
    }

    private static string One(string tag)
    {
        string text = tag.Trim();
        return text.StartsWith('$') || text == "*" ? text
            : text.StartsWith('!') ? "!" + WithWildcard(text[1..])
            : WithWildcard(text);
    }

    private static string WithWildcard(string tag) => tag.EndsWith('*') ? Normalize(tag[..^1]) + "*" : Normalize(tag);
}
