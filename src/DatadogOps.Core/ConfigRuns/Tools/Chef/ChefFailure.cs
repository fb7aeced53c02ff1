using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>An <c>error</c> of the data collector.</summary>
internal sealed record ChefFailure(string? ClassName, string? Message, IReadOnlyList<string> Backtrace)
{
    /// <summary>Reads it; null for any other value.</summary>
    public static ChefFailure? Read(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return null;
        }

        (string? name, string? message) = (null, null);
        List<string> backtrace = [];
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "class":
                    name = reader.ReadName();
                    break;
                case "message":
                    message = reader.ReadFlat();
                    break;
                case "backtrace":
                    backtrace = reader.ReadTexts();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return name is null && message is null ? null : new ChefFailure(name, message, backtrace);
    }
}
