using System.Buffers;
using System.Text;

namespace DatadogOps.Intake.Tags;

/// <summary>
/// What Datadog makes of metric names: they begin with a letter; ASCII letters, digits, underscores and dots stay, every
/// run of anything else becomes one underscore. Source: Datadog's documentation "Custom metrics", section on names.
/// </summary>
internal static class MetricName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> Kept = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._");

    /// <summary>The name as it is kept; null when there is no letter in it.</summary>
    public static string? Normalize(string name)
    {
        if (name.Length > 0 && char.IsAsciiLetter(name[0]) && !name.AsSpan().ContainsAnyExcept(Kept))
        {
            return name;
        }

        var result = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (result.Length == 0 && !char.IsAsciiLetter(c))
            {
                continue;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            {
                result.Append(c);
            }
            else if (result[^1] != '_')
            {
                result.Append('_');
            }
        }

        return result.Length == 0 ? null : result.ToString();
    }
}
