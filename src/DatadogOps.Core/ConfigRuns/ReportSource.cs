namespace DatadogOps.ConfigRuns;

/// <summary>Something to read reports from.</summary>
/// <param name="Path">File, or null for what came by the pipeline.</param>
/// <param name="Text">UTF-8 of what came by the pipeline.</param>
public sealed record ReportSource(string? Path, ReadOnlyMemory<byte> Text = default)
{
    /// <summary>How messages name it.</summary>
    public override string ToString() => Path ?? "the pipeline's input";

    /// <summary>Opens it.</summary>
    internal Stream Open() => Path is null
        ? new MemoryStream(Text.ToArray(), writable: false)
        : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
}
