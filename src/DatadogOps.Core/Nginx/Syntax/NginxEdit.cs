namespace DatadogOps.Nginx.Syntax;

/// <summary>A change of a file's bytes: some are taken out, others put there.</summary>
/// <param name="Offset">Where, in the bytes before all changes.</param>
/// <param name="Length">How many are taken out.</param>
/// <param name="Text">What is put there.</param>
internal readonly record struct NginxEdit(int Offset, int Length, byte[] Text)
{
    /// <summary>The bytes after the changes, which must not overlap; all others are as before.</summary>
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
