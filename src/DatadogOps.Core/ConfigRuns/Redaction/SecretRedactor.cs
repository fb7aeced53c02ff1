using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>
/// Takes secrets out of texts: values beside names that mean a secret, keys and tokens of well-known form, passwords in URLs and command
/// lines, private keys. Its time grows with the length of the text only, whatever the text. It would rather take too much than too little.
/// </summary>
public sealed class SecretRedactor
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "[redacted]";

    /// <summary>Without patterns of one's own.</summary>
    public static readonly SecretRedactor Default = new([]);

    private readonly Regex[] _patterns;

    /// <summary>Makes a redactor.</summary>
    /// <param name="patterns">
    /// Regular expressions of further secrets, ignoring case. What their first group matches is taken out, or all where there is no group.
    /// Look-around and back references are refused: they cannot be matched in linear time.
    /// </param>
    /// <exception cref="OperationException">A pattern cannot be used: <see cref="ConfigRunErrorIds.RedactPatternInvalid"/>.</exception>
    public SecretRedactor(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(Compile)];

    /// <summary>Whether a property of this name holds a secret.</summary>
    public bool IsSecretName(string name) => SecretNames.IsSecret(name) || _patterns.Any(pattern => pattern.IsMatch(name));

    /// <summary>The text without secrets; the same string when there are none.</summary>
    public string Redact(string text)
    {
        var secrets = new SpanList();
        PrivateKeys.Find(text, secrets);
        UrlSecrets.Find(text, secrets);
        KnownTokens.Find(text, secrets);
        NamedSecrets.Find(text, secrets);
        text = secrets.Replace(text);
        foreach (Regex pattern in _patterns)
        {
            text = pattern.Replace(text, MaskMatch);
        }

        return text;
    }

    private static string MaskMatch(Match match)
    {
        if (match.Groups.Count == 1 || !match.Groups[1].Success)
        {
            return match.Length == 0 ? "" : Mask;
        }

        Group secret = match.Groups[1];
        int start = secret.Index - match.Index;
        return new StringBuilder(match.Value).Remove(start, secret.Length).Insert(start, Mask).ToString();
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new OperationException(
                ConfigRunErrorIds.RedactPatternInvalid,
                OperationErrorKind.InvalidInput,
                pattern,
                $"The -RedactPattern '{pattern}' cannot be used: {error.Message}",
                "Give a regular expression of .NET without look-around and back references.",
                error);
        }
    }
}
