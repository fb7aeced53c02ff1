using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Returns one string for equal bytes. Reports repeat a few keys, types and file names tens of thousands of times; without this, copies
/// would take most of the memory.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 2048;
    private const int MaxPooled = 160;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The text of bytes that are valid UTF-8.</summary>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxPooled)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        uint hash = 2166136261;
        foreach (byte one in bytes)
        {
            hash = (hash ^ one) * 16777619;
        }

        ref string? slot = ref _texts[(hash ^ (hash >> 15)) % Slots];
        if (slot is null || slot.Length != bytes.Length || !Ascii.Equals(bytes, slot))
        {
            slot = Encoding.UTF8.GetString(bytes);
        }

        return slot;
    }
}
