using System.Security.Cryptography;

namespace DatadogOps.Demo;

/// <summary>Passwords and keys for one run, never printed.</summary>
internal static class Secrets
{
    public static string Make() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
