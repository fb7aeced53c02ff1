using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Intake.Json;

/// <summary>JSON as bytes.</summary>
internal static class JsonBytes
{
    /// <summary>The node in UTF-8.</summary>
    public static byte[] ToBytes(this JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            node.WriteTo(json);
        }

        return stream.ToArray();
    }
}
