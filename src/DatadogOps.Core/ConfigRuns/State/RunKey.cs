using System.Security.Cryptography;
using System.Text;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.State;

/// <summary>Hashes that identify runs and files.</summary>
internal static class RunKey
{
    /// <summary>Length of a key.</summary>
    public const int Length = 32;

    /// <summary>The run of a report, wherever the report was found.</summary>
    public static string OfRun(ConfigRunReport report) => Hash(
        "run",
        report.Tool,
        report.HostName ?? "",
        report.RunId ?? $"{report.StartTime:O} {report.EndTime:O} {report.Status} {report.Name} {report.Total} {report.Updated} {report.Failed}");

    /// <summary>A version of a file.</summary>
    public static string OfFile(string path, long length, DateTime lastWriteUtc) =>
        Hash("file", path, FormattableString.Invariant($"{length} {lastWriteUtc.Ticks}"));

    private static string Hash(params string[] parts)
    {
        // Each part is preceded by its length, so that different parts never give the same text.
        string text = string.Concat(parts.Select(part => FormattableString.Invariant($"{part.Length}:{part}")));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, Length / 2).ToLowerInvariant();
    }
}
