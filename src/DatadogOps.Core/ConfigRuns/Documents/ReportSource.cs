namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Something to read reports from.</summary>
public sealed class ReportSource
{
    private readonly Func<Stream> _open;

    private ReportSource(string? path, string name, Func<Stream> open) => (Path, Name, _open) = (path, name, open);

    /// <summary>File; null for what came by the pipeline or standard input.</summary>
    public string? Path { get; }

    /// <summary>How messages name it.</summary>
    public string Name { get; }

    /// <summary>A file, also one that is still written to, and a pipe with a name.</summary>
    public static ReportSource File(string path) => new(path, path, () =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan));

    /// <summary>Text in UTF-8 that came by the pipeline.</summary>
    public static ReportSource Text(byte[] text, int length) => new(null, "The pipeline's input", () => new MemoryStream(text, 0, length, writable: false));

    /// <summary>Standard input of the process.</summary>
    public static ReportSource StandardInput() => new(null, "Standard input", Console.OpenStandardInput);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Opens it.</summary>
    internal Stream Open() => _open();
}
