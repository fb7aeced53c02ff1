namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>
/// An error of Chef. Chef::Exceptions contain the resource in their text:
/// <c>execute[migrate] (app::default line 88) had an error: Mixlib::ShellOut::ShellCommandFailed: ...</c>; see lib/chef/resource.rb,
/// custom_exception_message.
/// </summary>
internal sealed record ChefError(string? Resource, string? Source, string Message)
{
    private const string HadError = " had an error: ";
    private const string Occurred = " occurred in ";

    /// <summary>Parses the text of an exception, with or without its class.</summary>
    public static ChefError Parse(string text)
    {
        int had = text.IndexOf(HadError, StringComparison.Ordinal);
        if (had < 0)
        {
            return new ChefError(null, null, text);
        }

        string head = text[..had];
        string message = text[(had + HadError.Length)..];
        (string? source, int end) = SourceOf(head);
        int start = StartOfResource(head, end);
        string resource = head[start..end].Trim();

        // The class occurs twice: before the resource and after it.
        return new ChefError(resource.Length == 0 ? null : resource, source, message);
    }

    /// <summary>
    /// The error; if several delayed notifications failed, the first of the list in the exception.
    /// </summary>
    public static ChefError ParseFirst(string text)
    {
        const string Multiple = "Multiple failures occurred:";
        int list = text.IndexOf(Multiple, StringComparison.Ordinal);
        int first = list < 0 ? -1 : text.IndexOf("* ", list, StringComparison.Ordinal);
        if (first < 0)
        {
            return Parse(text);
        }

        int end = text.IndexOf("\n* ", first, StringComparison.Ordinal);
        string item = end < 0 ? text[first..] : text[first..end];
        int occurred = item.IndexOf(Occurred, StringComparison.Ordinal);
        int colon = occurred < 0 ? -1 : item.IndexOf(": ", occurred, StringComparison.Ordinal);
        return Parse(colon < 0 ? item[2..] : item[(colon + 2)..]);
    }

    /// <summary>Where the failure was raised: the first frame in a cookbook; <c>file:line</c>.</summary>
    public static string? CookbookFrame(IReadOnlyList<string> backtrace)
    {
        foreach (string frame in backtrace)
        {
            if (frame.Contains("/cookbooks/", StringComparison.Ordinal) || frame.Contains("\\cookbooks\\", StringComparison.Ordinal) || frame.Contains("/cookbook_artifacts/", StringComparison.Ordinal))
            {
                return FrameSource(frame);
            }
        }

        return null;
    }

    /// <summary><c>file:line</c> of <c>file:line:in `method'</c>.</summary>
    public static string FrameSource(string frame)
    {
        int method = frame.IndexOf(":in ", StringComparison.Ordinal);
        return method < 0 ? frame : frame[..method];
    }

    // " (app::default line 88)", " (dynamically defined)", " (/path/recipe.rb line 3)" before the end.
    private static (string? Source, int End) SourceOf(string head)
    {
        int open = head.EndsWith(')') ? head.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        if (open < 0)
        {
            return (null, head.Length);
        }

        string source = head[(open + 2)..^1];
        int line = source.IndexOf(" line ", StringComparison.Ordinal);
        return (line < 0 ? source : $"{source[..line]}:{source[(line + 6)..]}", open);
    }

    // The resource's type is a word before a bracket, after the class of the exception.
    private static int StartOfResource(string head, int end)
    {
        int bracket = head.AsSpan(0, end).IndexOf('[');
        if (bracket < 0)
        {
            return 0;
        }

        return head.AsSpan(0, bracket).LastIndexOfAny(' ', '\n') + 1;
    }
}
