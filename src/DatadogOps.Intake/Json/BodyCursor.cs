using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DatadogOps.Intake.Json;

/// <summary>
/// Walks through a large body once, without making objects of it, and still knows where it is when something is wrong.
/// Depth is bounded by 16 levels.
/// </summary>
internal ref struct BodyCursor(ReadOnlySpan<byte> body)
{
    private const int MaxDepth = 16;

    private readonly Level[] _levels = new Level[MaxDepth + 1];
    private Utf8JsonReader _json = new(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    private int _depth;

    /// <summary>Goes to the first value.</summary>
    public void Begin() => _json.Read();

    /// <summary>Says that nothing may follow.</summary>
    public void End()
    {
        // The reader itself refuses a second value.
        while (_json.Read())
        {
        }
    }

    public readonly PayloadException Error(string what) => new($"{PayloadException.Prefix}{Path()}: {what}");

    public void EnterObject() => Enter(JsonTokenType.StartObject, "an object");

    public void EnterArray() => Enter(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the next property's name; false at the object's end, where the cursor is behind it.</summary>
    public bool NextProperty()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            _depth--;
            return false;
        }

        _levels[_depth].Name = null;
        return true;
    }

    /// <summary>
    /// Whether this is the property asked for; then the cursor is on its value. A null counts as absent, a second one of
    /// the same name is an error; <paramref name="seen"/> has a bit for each property.
    /// </summary>
    public bool Is(ReadOnlySpan<byte> utf8, string name, ref int seen, int bit)
    {
        if (!_json.ValueTextEquals(utf8))
        {
            return false;
        }

        if ((seen & bit) != 0)
        {
            throw Error($"the property '{name}' is given twice");
        }

        _levels[_depth].Name = name;
        _json.Read();
        if (_json.TokenType != JsonTokenType.Null)
        {
            seen |= bit;
        }

        return true;
    }

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    public readonly PayloadException Unknown(string known) => Error($"there is no property '{_json.GetString()}'; known are {known}");

    public readonly void Demand(int seen, int bit, string name)
    {
        if ((seen & bit) == 0)
        {
            throw Error($"the property '{name}' is missing");
        }
    }

    /// <summary>Goes to the next item; false at the array's end.</summary>
    public bool NextItem()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndArray)
        {
            _depth--;
            return false;
        }

        _levels[_depth].Index++;
        return true;
    }

    public readonly string Text() => _json.TokenType == JsonTokenType.String ? _json.GetString()! : throw Error($"a string is expected, not {_json.TokenType}");

    public readonly long Integer() =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long value) ? value : throw Error("an integer is expected");

    public readonly double Number() =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Error("a finite number is expected");

    /// <summary>Passes an object by, whatever is in it.</summary>
    public void SkipObject()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Error($"an object is expected, not {_json.TokenType}");
        }

        _json.Skip();
    }

    private void Enter(JsonTokenType start, string what)
    {
        if (_json.TokenType != start)
        {
            throw Error($"{what} is expected, not {_json.TokenType}");
        }

        _depth++;
        _levels[_depth] = new Level { Index = -1 };
    }

    private readonly string Path()
    {
        var path = new StringBuilder("payload");
        for (int i = 1; i <= _depth; i++)
        {
            if (_levels[i].Name is { } name)
            {
                path.Append('.').Append(name);
            }
            else if (_levels[i].Index >= 0)
            {
                path.Append('[').Append(_levels[i].Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return path.ToString();
    }

    private struct Level
    {
        public string? Name;
        public int Index;
    }
}
