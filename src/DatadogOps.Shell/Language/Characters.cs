namespace DatadogOps.Shell.Language;

/// <summary>Classes of characters, as PowerShell has them.</summary>
internal static class Characters
{
    public static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    public static bool IsDoubleQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';

    public static bool IsQuote(char c) => IsSingleQuote(c) || IsDoubleQuote(c);

    public static bool IsNewline(char c) => c is '\n' or '\r';

    public static bool IsSpace(char c) =>
        c is ' ' or '\t' or '\v' or '\f' or '\u0085' or '\u00a0' || (c > '\u00ff' && char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.SpaceSeparator);

    /// <summary>Dashes other than the plain one, which PowerShell takes for one and ddops refuses.</summary>
    public static bool IsOddDash(char c) => c is '\u2013' or '\u2014' or '\u2015';

    /// <summary>Ends a word that is not quoted.</summary>
    public static bool EndsWord(char c) => IsNewline(c) || IsSpace(c) || c is ';' or '|' or ',' or '(' or ')' or '{' or '}' or '&' or '\0';
}
