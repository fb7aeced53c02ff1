using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>What a report needs of Chef's node; its attributes, most of a report, are skipped.</summary>
internal static class ChefNode
{
    /// <summary>Reads the value of <c>node</c>.</summary>
    public static void Read(DocumentReader reader, RunBuilder run)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        var roles = new List<string>();
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "name":
                    run.HostName ??= reader.ReadName();
                    break;
                case "chef_environment":
                    run.Environment = reader.ReadName();
                    break;
                case "policy_name":
                    run.Name ??= reader.ReadName();
                    break;
                case "automatic":
                    ReadAutomatic(reader, run, roles);
                    break;
                case "run_list":
                    AddRoles(reader.ReadTexts(), roles);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        run.Role ??= roles.Count == 0 ? null : string.Join(", ", roles);
    }

    private static void ReadAutomatic(DocumentReader reader, RunBuilder run, List<string> roles)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "roles":
                    // The expanded ones, which the run list lacks.
                    roles.InsertRange(0, reader.ReadTexts().Where(role => !roles.Contains(role)));
                    break;
                case "chef_packages":
                    ReadPackages(reader, run);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadPackages(DocumentReader reader, RunBuilder run)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } package)
        {
            if (package != "chef" || !reader.BeginMap())
            {
                reader.Skip();
                continue;
            }

            while (reader.NextKey() is { } key)
            {
                if (key == "version")
                {
                    run.ToolVersion = reader.ReadName();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void AddRoles(List<string> runList, List<string> roles)
    {
        foreach (string item in runList)
        {
            if (item.StartsWith("role[", StringComparison.Ordinal) && item.EndsWith(']') && !roles.Contains(item[5..^1]))
            {
                roles.Add(item[5..^1]);
            }
        }
    }
}
