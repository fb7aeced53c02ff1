using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>
/// How a payload stands in a file: a mark, the length of a head, the head in JSON (site, kind, counts, times; never a key), the
/// body as it is sent, and a SHA-256 of all that.
/// </summary>
internal static class SpoolFile
{
    // Far above what a payload can come to; what is longer is none of ours.
    public const int MaxLength = 8 * 1024 * 1024;

    private const int MaxHeadLength = 4096;

    private static ReadOnlySpan<byte> Mark => "DDSPOOL1"u8;

    private static int FixedLength => Mark.Length + sizeof(int);

    public static byte[] Write(string site, DatadogPayload payload)
    {
        using var head = new MemoryStream();
        using (var json = new Utf8JsonWriter(head))
        {
            json.WriteStartObject();
            json.WriteString("site", site);
            json.WriteString("kind", payload.Kind.ToString());
            json.WriteNumber("items", payload.Items);
            json.WriteNumber("raw", payload.RawLength);
            json.WriteNumber("oldest", payload.Oldest.ToUnixTimeSeconds());
            json.WriteNumber("newest", payload.Newest.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        int bodyAt = FixedLength + (int)head.Length;
        int checkedLength = bodyAt + payload.Body.Length;
        byte[] bytes = new byte[checkedLength + SHA256.HashSizeInBytes];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Mark.Length), (int)head.Length);
        head.GetBuffer().AsSpan(0, (int)head.Length).CopyTo(bytes.AsSpan(FixedLength));
        payload.Body.Span.CopyTo(bytes.AsSpan(bodyAt));
        SHA256.HashData(bytes.AsSpan(0, checkedLength), bytes.AsSpan(checkedLength));
        return bytes;
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">It is torn, or none of ours; the message says which.</exception>
    public static (string Site, DatadogPayload Payload) Read(ReadOnlyMemory<byte> bytes)
    {
        (string site, PayloadKind kind, int items, int raw, DateTimeOffset oldest, DateTimeOffset newest, int bodyAt) = ReadHead(bytes.Span);
        int checkedLength = bytes.Length - SHA256.HashSizeInBytes;
        if (checkedLength < bodyAt || !SHA256.HashData(bytes.Span[..checkedLength]).AsSpan().SequenceEqual(bytes.Span[checkedLength..]))
        {
            throw new InvalidDataException("its checksum is wrong");
        }

        return (site, new DatadogPayload(kind, bytes[bodyAt..checkedLength]) { Items = items, RawLength = raw, Oldest = oldest, Newest = newest });
    }

    /// <summary>What the beginning of a file says; fields stay empty where it says nothing.</summary>
    public static DatadogSpoolEntry Describe(string path, string state, long length, DateTimeOffset created)
    {
        var entry = new DatadogSpoolEntry { Site = "", State = state, Bytes = length, Created = created, Path = path };
        try
        {
            byte[] start = new byte[FixedLength + MaxHeadLength];
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            (string site, PayloadKind kind, int items, _, DateTimeOffset oldest, DateTimeOffset newest, _) = ReadHead(start.AsSpan(0, read));
            return entry with { Site = site, Kind = kind.ToString(), Items = items, Oldest = oldest, Newest = newest };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return entry;
        }
    }

    private static (string Site, PayloadKind Kind, int Items, int Raw, DateTimeOffset Oldest, DateTimeOffset Newest, int BodyAt) ReadHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength || !bytes.StartsWith(Mark))
        {
            throw new InvalidDataException("it is no file of this spool");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[Mark.Length..]);
        if (length is < 2 or > MaxHeadLength || bytes.Length < FixedLength + length)
        {
            throw new InvalidDataException("it is torn");
        }

        try
        {
            using JsonDocument head = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.Slice(FixedLength, length)));
            JsonElement root = head.RootElement;
            return Enum.TryParse(root.GetProperty("kind").GetString(), out PayloadKind kind) && Enum.IsDefined(kind)
                && root.GetProperty("raw").GetInt32() is > 0 and <= MaxLength and var raw
                && root.GetProperty("items").GetInt32() is > 0 and var items
                ? (
                    root.GetProperty("site").GetString() ?? "",
                    kind,
                    items,
                    raw,
                    DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("oldest").GetInt64()),
                    DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("newest").GetInt64()),
                    FixedLength + length)
                : throw new InvalidDataException("its head says nothing that can be");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("its head cannot be read", error);
        }
    }
}
