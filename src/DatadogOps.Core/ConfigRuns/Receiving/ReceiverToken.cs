using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>The word that senders of reports must know. Only its hash is kept, and how much of it was right does not show in the time taken.</summary>
public sealed class ReceiverToken
{
    /// <summary>Characters of a token, at least.</summary>
    public const int MinLength = 16;

    /// <summary>Variable that a token is taken from unless it is given.</summary>
    public const string Variable = "DATADOGOPS_RECEIVER_TOKEN";

    private const int MaxLength = 1024;

    private readonly byte[] _hash;

    /// <summary>Takes the hash of a token.</summary>
    /// <exception cref="OperationException">It is too short, or holds what a header cannot.</exception>
    public ReceiverToken(SecureString token)
    {
        byte[] text = Encoding.UTF8.GetBytes(new NetworkCredential(null, token).Password);
        try
        {
            _hash = text.Length is >= MinLength and <= MaxLength && Array.TrueForAll(text, c => c is > 0x20 and < 0x7F)
                ? SHA256.HashData(text)
                : throw new OperationException(
                    ConfigRunReceiverErrorIds.ReceiverTokenInvalid,
                    OperationErrorKind.InvalidInput,
                    "token",
                    $"The token cannot be used: it has {MinLength} to {MaxLength} characters of ASCII, and no blanks.",
                    "Make one with: openssl rand -hex 32");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The error that there is none.</summary>
    public static OperationException Missing() => new(
        ConfigRunReceiverErrorIds.ReceiverTokenMissing,
        OperationErrorKind.InvalidInput,
        Variable,
        "There is no token, so that every user of this machine could report runs that never were.",
        $"Set {Variable}, or give -Token (a SecureString, as Get-Secret gives it).");

    /// <summary>
    /// Whether a request carries the token: as Chef sends it (<c>x-data-collector-token</c>), as a bearer token, or as the password of
    /// basic authentication, which Puppet makes of the user part of its <c>reporturl</c>.
    /// </summary>
    internal bool IsIn(HttpRequestHead head)
    {
        if (head["x-data-collector-token"] is { } token)
        {
            return Matches(token);
        }

        string[] parts = head["authorization"]?.Split(' ', 2, StringSplitOptions.TrimEntries) ?? [];
        if (parts.Length != 2)
        {
            return false;
        }

        if (parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return Matches(parts[1]);
        }

        byte[] bytes = new byte[parts[1].Length];
        if (!parts[0].Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(parts[1], bytes, out int length))
        {
            return false;
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && Matches(pair[(colon + 1)..]);
    }

    private bool Matches(string token) => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
