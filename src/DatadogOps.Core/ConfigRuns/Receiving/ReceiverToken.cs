using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>The token of the senders. Only its hash is kept, and it is compared in constant time.</summary>
public sealed class ReceiverToken
{
    /// <summary>Minimum length.</summary>
    public const int MinLength = 16;

    /// <summary>Variable of the default token.</summary>
    public const string Variable = "DATADOGOPS_RECEIVER_TOKEN";

    private const int MaxLength = 1024;

    private readonly byte[] _hash;

    /// <summary>Computes the hash of a token.</summary>
    /// <exception cref="OperationException">It is too short, or contains characters that a header cannot.</exception>
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
                    $"Invalid token: it must have {MinLength} to {MaxLength} ASCII characters and no blanks.",
                    "Create one with: openssl rand -hex 32");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The error that no token was specified.</summary>
    public static OperationException Missing() => new(
        ConfigRunReceiverErrorIds.ReceiverTokenMissing,
        OperationErrorKind.InvalidInput,
        Variable,
        "No token was specified. Without one, every user of this machine could report false runs.",
        $"Set {Variable}, or use -Token with a SecureString, as returned by Get-Secret.");

    /// <summary>
    /// Whether a request contains the token: as Chef sends it (<c>x-data-collector-token</c>), as a bearer token, or as the password of
    /// basic authentication, which Puppet takes from its <c>reporturl</c>.
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
