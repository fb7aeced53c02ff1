using System.Net;
using System.Security;

namespace DatadogOps.Telemetry;

/// <summary>An API key. Shows itself to nobody but the request that needs it.</summary>
public sealed class DatadogApiKey
{
    /// <summary>What stands for a key wherever one would be shown.</summary>
    public const string Redacted = "****";

    private readonly SecureString _key;

    /// <summary>Takes the key.</summary>
    /// <param name="key">The key; white space around it, as a file's last line end, is not part of it.</param>
    /// <exception cref="OperationException">It is empty or holds characters that no key has.</exception>
    public DatadogApiKey(SecureString key)
    {
        string text = Plain(key).Trim();
        if (text.Length == 0)
        {
            throw Missing();
        }

        if (!text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new OperationException(
                TelemetryErrorIds.DatadogApiKeyInvalid,
                OperationErrorKind.InvalidInput,
                "API key",
                "What was given as the API key cannot be one: a key has only letters and digits.",
                "Copy the key again from Organization Settings > API Keys.");
        }

        _key = new NetworkCredential(null, text).SecurePassword;
    }

    /// <summary>The key that the environment holds in <c>DD_API_KEY</c>, or null.</summary>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="OperationException">What it holds cannot be a key.</exception>
    public static DatadogApiKey? FromEnvironment(Func<string, string?> environment) =>
        environment("DD_API_KEY") is { Length: > 0 } key ? new DatadogApiKey(new NetworkCredential(null, key).SecurePassword) : null;

    /// <summary>The failure of a command that needs a key and has none.</summary>
    public static OperationException Missing() => new(
        TelemetryErrorIds.DatadogApiKeyMissing,
        OperationErrorKind.AuthenticationFailed,
        "API key",
        "There is no API key.",
        "Set the environment variable DD_API_KEY, or give -ApiKey; to send through an Agent instead, use -Transport DogStatsD, which needs no key.");

    /// <summary>Not the key.</summary>
    public override string ToString() => Redacted;

    /// <summary>The key itself, for a request's header.</summary>
    internal string Reveal() => Plain(_key);

    /// <summary>A text that came from outside, without the key, should it hold it.</summary>
    internal string Redact(string text) => text.Replace(Reveal(), Redacted, StringComparison.OrdinalIgnoreCase);

    private static string Plain(SecureString text) => new NetworkCredential(null, text).Password;
}
