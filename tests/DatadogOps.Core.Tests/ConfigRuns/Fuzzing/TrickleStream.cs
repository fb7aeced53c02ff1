namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>Gives a text in parts, as a pipe does.</summary>
internal sealed class TrickleStream(byte[] text, int part) : MemoryStream(text, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, part));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, part)]);
}
