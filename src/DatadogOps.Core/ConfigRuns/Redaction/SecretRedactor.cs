using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>
/// Redacts secrets in texts: values next to names that indicate a secret, keys and tokens of well-known form, passwords in URLs and command
/// lines, private keys. Its time is linear in the length of the text. In doubt, it redacts.
/// </summary>
public sealed class SecretRedactor
{
    /// <summary>Replaces a secret.</summary>
    public const string Mask = "[redacted]";

    /// <summary>Without additional patterns.</summary>
    public static readonly SecretRedactor Default = new([]);

    private readonly Regex[] _patterns;

    /// <summary>Creates a redactor.</summary>
    /// <param name="patterns">
    /// Regular expressions of additional secrets, ignoring case. The first group is redacted, or the whole match if there is no group.
    /// Look-around and back references are refused, since they cannot be matched in linear time.
    /// </param>
    /// <exception cref="OperationException">A pattern cannot be used: <see cref="ConfigRunErrorIds.RedactPatternInvalid"/>.</exception>
    public SecretRedactor(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(Compile)];

    /// <summary>Whether a property of this name contains a secret.</summary>
    public bool IsSecretName(string name) => SecretNames.IsSecret(name) || _patterns.Any(pattern => pattern.IsMatch(name));

    /// <summary>The text without secrets; the same string if there are none.</summary>
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
                $"Cannot use the -RedactPattern '{pattern}': {error.Message}",
                "Use a .NET regular expression without look-around and back references.",
                error);
        }
    }
}
