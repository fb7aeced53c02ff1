namespace DatadogOps.ConfigRuns.Documents;

/// <summary>A source of reports.</summary>
public sealed class ReportSource
{
    private readonly Func<Stream> _open;

    private ReportSource(string? path, string name, Func<Stream> open) => (Path, Name, _open) = (path, name, open);

    /// <summary>File; null for pipeline and standard input.</summary>
    public string? Path { get; }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>A file, including one that is being written, or a named pipe.</summary>
    public static ReportSource File(string path) => new(path, path, () =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan));

    /// <summary>UTF-8 text from the pipeline.</summary>
    public static ReportSource Text(byte[] text, int length) => new(null, "Pipeline input", () => new MemoryStream(text, 0, length, writable: false));

    /// <summary>Standard input of the process.</summary>
    public static ReportSource StandardInput() => new(null, "Standard input", Console.OpenStandardInput);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Opens it.</summary>
    internal Stream Open() => _open();
}
