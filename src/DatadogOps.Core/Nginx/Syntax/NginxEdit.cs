namespace DatadogOps.Nginx.Syntax;

/// <summary>An edit of a file: replaces a range of bytes.</summary>
/// <param name="Document">The file.</param>
/// <param name="Offset">Start of the range in the original bytes.</param>
/// <param name="Length">Length of the range.</param>
/// <param name="Text">Replacement.</param>
internal readonly record struct NginxEdit(NginxDocument Document, int Offset, int Length, byte[] Text)
{
    /// <summary>Applies edits, which must not overlap.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> bytes, IEnumerable<NginxEdit> edits)
    {
        NginxEdit[] ordered = [.. edits.OrderBy(edit => edit.Offset)];
        var result = new byte[bytes.Length + ordered.Sum(edit => edit.Text.Length - edit.Length)];
        int read = 0;
        int written = 0;
        foreach (NginxEdit edit in ordered)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(edit.Offset, read, nameof(edits));
            ReadOnlySpan<byte> kept = bytes[read..edit.Offset];
            kept.CopyTo(result.AsSpan(written));
            edit.Text.CopyTo(result.AsSpan(written + kept.Length));
            written += kept.Length + edit.Text.Length;
            read = edit.Offset + edit.Length;
        }

        bytes[read..].CopyTo(result.AsSpan(written));
        return result;
    }
}
