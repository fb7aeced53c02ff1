using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>Data of a task or a play.</summary>
internal sealed record AnsibleTask(string? Id, string? Name, string? File, int? Line, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>A task without data.</summary>
    public static readonly AnsibleTask Unknown = new(null, null, null, null, null, null);

    /// <summary>Wall time over all of its hosts.</summary>
    public double? Seconds => (End - Start)?.TotalSeconds;

    /// <summary>Reads the value of <c>task</c> or <c>play</c>.</summary>
    public static AnsibleTask Read(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return Unknown;
        }

        (string? id, string? name, string? path) = (null, null, null);
        (DateTimeOffset? start, DateTimeOffset? end) = (null, null);
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "id":
                    id = reader.ReadName();
                    break;
                case "name":
                    name = reader.ReadName();
                    break;
                case "path":
                    path = reader.ReadName();
                    break;
                case "duration" when reader.BeginMap():
                    while (reader.NextKey() is { } edge)
                    {
                        DateTimeOffset? time = RunTime.Parse(reader.ReadText());
                        (start, end) = edge switch
                        {
                            "start" => (time, end),
                            "end" => (start, time),
                            _ => (start, end),
                        };
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // "/srv/site.yml:7"
        int colon = path?.LastIndexOf(':') ?? -1;
        bool hasLine = int.TryParse(colon < 0 ? "" : path.AsSpan(colon + 1), out int line);
        return new AnsibleTask(id, name, hasLine ? path![..colon] : path, hasLine ? line : null, start, end);
    }
}
