namespace DatadogOps.ConfigRuns.Documents;

/// <summary>An invalid document, and where. The column counts bytes in JSON, characters in YAML.</summary>
internal sealed class DocumentException(string errorId, string reason, long line, long column) : Exception(reason)
{
    /// <summary>One of <see cref="ConfigRunErrorIds"/>.</summary>
    public string ErrorId => errorId;

    /// <summary>Line, from 1.</summary>
    public long Line => line;

    /// <summary>Column, from 1.</summary>
    public long Column => column;
}
