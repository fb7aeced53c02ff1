using System.Runtime.CompilerServices;
using System.Text;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Names of metrics as they are sent, with the colon, for names that come again as the same object, as constants do. A name that
/// is seen once costs no memory. Used by one thread at a time.
/// </summary>
internal sealed class NameCache
{
    private const int Size = 256;

    private readonly string?[] _names = new string?[Size];
    private readonly byte[]?[] _heads = new byte[]?[Size];

    /// <summary>The name and a colon, of a name that <see cref="Find"/> has given them for; else null.</summary>
    public byte[]? FindKnown(string name)
    {
        int slot = RuntimeHelpers.GetHashCode(name) & (Size - 1);
        return ReferenceEquals(_names[slot], name) ? _heads[slot] : null;
    }

    /// <summary>The name and a colon; null when it is not known yet.</summary>
    public byte[]? Find(string name)
    {
        int slot = RuntimeHelpers.GetHashCode(name) & (Size - 1);
        if (!ReferenceEquals(_names[slot], name))
        {
            _names[slot] = name;
            _heads[slot] = null;
            return null;
        }

        return _heads[slot] ??= Encoding.UTF8.GetBytes(MetricText.NormalizeName(name) + ":");
    }
}
