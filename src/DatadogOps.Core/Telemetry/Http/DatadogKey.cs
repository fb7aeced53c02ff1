using System.Net;
using System.Security;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Http;

/// <summary>An API key or an application key. Shows itself to nobody but the request that needs it.</summary>
public sealed class DatadogKey
{
    /// <summary>What stands for a key wherever one would be shown.</summary>
    public const string Redacted = "****";

    private readonly SecureString _key;

    /// <summary>Takes the key.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="key">The key; white space around it, as a file's last line end, is not part of it.</param>
    /// <exception cref="OperationException">It is empty or holds characters that no key has.</exception>
    public DatadogKey(DatadogKeyKind kind, SecureString key)
    {
        string text = Plain(key).Trim();
        if (text.Length == 0)
        {
            throw Missing(kind);
        }

        if (!text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new OperationException(
                kind == DatadogKeyKind.Api ? TelemetryErrorIds.DatadogApiKeyInvalid : TelemetryErrorIds.DatadogApplicationKeyInvalid,
                OperationErrorKind.InvalidInput,
                Name(kind),
                $"What was given as the {Name(kind)} cannot be one: a key has only letters and digits.",
                $"Copy the key again from {Page(kind)}.");
        }

        Kind = kind;
        _key = new NetworkCredential(null, text).SecurePassword;
    }

    /// <summary>Which of the two.</summary>
    public DatadogKeyKind Kind { get; }

    /// <summary>The key that the environment holds in <c>DD_API_KEY</c> or <c>DD_APP_KEY</c>, or null.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <exception cref="OperationException">What it holds cannot be a key.</exception>
    public static DatadogKey? FromEnvironment(DatadogKeyKind kind, Func<string, string?> environment) =>
        environment(Variable(kind)) is { Length: > 0 } key ? new DatadogKey(kind, new NetworkCredential(null, key).SecurePassword) : null;

    /// <summary>The key that a local intake asks for where it was given none: zeros, as many as such a key has digits.</summary>
    /// <param name="kind">Which of the two.</param>
    public static DatadogKey OfLocalIntake(DatadogKeyKind kind) =>
        new(kind, new NetworkCredential(null, new string('0', kind == DatadogKeyKind.Api ? 32 : 40)).SecurePassword);

    /// <summary>The failure of a command that needs a key and has none.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="isForSending">Whether an Agent, which needs no key, could do it as well.</param>
    public static OperationException Missing(DatadogKeyKind kind, bool isForSending = false) => kind == DatadogKeyKind.Api
        ? new OperationException(
            TelemetryErrorIds.DatadogApiKeyMissing,
            OperationErrorKind.AuthenticationFailed,
            Name(kind),
            "There is no API key.",
            "Set the environment variable DD_API_KEY, or give -ApiKey, here or to Connect-Datadog."
                + (isForSending ? " Metrics, events and service checks also go through an Agent, without a key: -Transport DogStatsD." : ""))
        : new OperationException(
            TelemetryErrorIds.DatadogApplicationKeyMissing,
            OperationErrorKind.AuthenticationFailed,
            Name(kind),
            "There is no application key.",
            "Set the environment variable DD_APP_KEY, or give -ApplicationKey, here or to Connect-Datadog; Organization Settings > Application Keys makes one.");

    /// <summary>Not the key.</summary>
    public override string ToString() => Redacted;

    /// <summary>Where people find their keys.</summary>
    internal static string Page(DatadogKeyKind kind) => $"Organization Settings > {(kind == DatadogKeyKind.Api ? "API" : "Application")} Keys";

    /// <summary>The key itself, for a request's header.</summary>
    internal string Reveal() => Plain(_key);

    /// <summary>A text that came from outside, without the key, should it hold it.</summary>
    internal string Redact(string text) => text.Replace(Reveal(), Redacted, StringComparison.OrdinalIgnoreCase);

    private static string Name(DatadogKeyKind kind) => kind == DatadogKeyKind.Api ? "API key" : "application key";

    private static string Variable(DatadogKeyKind kind) => kind == DatadogKeyKind.Api ? "DD_API_KEY" : "DD_APP_KEY";

    private static string Plain(SecureString text) => new NetworkCredential(null, text).Password;
}
