using System.Buffers;
using System.Text.Json;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Collects whole JSON objects into the body of a request: an array of them, or one.</summary>
internal sealed class ItemBatch : IDisposable
{
    private readonly PayloadWriter _payload;
    private readonly ArrayBufferWriter<byte> _item = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly bool _isArray;

    public ItemBatch(PayloadFormat format)
    {
        _isArray = format.IsArray;
        _payload = new PayloadWriter(format, _isArray ? "["u8.ToArray() : [], _isArray ? "]"u8.ToArray() : []);
        _json = TelemetryJson.Writer(_item);
    }

    public int Items => _payload.Items;

    /// <summary>Writes an item, for <see cref="TryAdd"/> to take.</summary>
    /// <returns>Its length in bytes.</returns>
    public int Prepare(Action<Utf8JsonWriter> write)
    {
        _item.ResetWrittenCount();
        _json.Reset();
        write(_json);
        _json.Flush();
        return _item.WrittenCount;
    }

    /// <summary>Adds the item that was prepared.</summary>
    public PayloadFit TryAdd(long unixSeconds)
    {
        PayloadBuffer body = _payload.Begin();
        if (_payload.Items > 0)
        {
            body.Write(","u8);
        }

        body.Write(_item.WrittenSpan);
        return _payload.End(unixSeconds);
    }

    /// <summary>Finishes what was collected and begins anew; null when there is nothing.</summary>
    public DatadogPayload? Take() => _payload.Take();

    public void Dispose()
    {
        _payload.Dispose();
        _json.Dispose();
    }
}
