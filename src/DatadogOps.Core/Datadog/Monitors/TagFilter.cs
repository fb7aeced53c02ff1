using System.Text;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Scopes of metric queries: the part in <c>{...}</c>.</summary>
public static class TagFilter
{
    /// <summary>A tag as Datadog stores it: lower case; runs of characters other than letters, digits and <c>_ - : . /</c> become one underscore, and trailing ones are removed (docs.datadoghq.com/getting_started/tagging).</summary>
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

    /// <summary>A scope that requires all of the tags; <c>*</c> if there are none. Template variables (<c>$server</c>) are kept as they are, and so is the <c>!</c> of a negation (<c>!env:dev</c>).</summary>
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
