using System.Globalization;

namespace DatadogOps.Demo;

/// <summary>Reads the CSV that the demo exported, as a spreadsheet would.</summary>
internal static class StateTable
{
    /// <summary>Connections by application and state.</summary>
    public static Dictionary<(string Application, string State), long> Read(string csv)
    {
        string[][] rows = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields)];
        if (rows.Length == 0)
        {
            return [];
        }

        int application = Column(rows[0], "ApplicationName");
        int state = Column(rows[0], "State");
        int connections = Column(rows[0], "Connections");
        return rows.Skip(1)
            .GroupBy(row => (row[application], row[state]))
            .ToDictionary(group => group.Key, group => group.Sum(row => long.Parse(row[connections], CultureInfo.InvariantCulture)));
    }

    private static int Column(string[] header, string name)
    {
        int index = Array.IndexOf(header, name);
        return index >= 0 ? index : throw new IOException($"The CSV has no column {name}: {string.Join(',', header)}");
    }

    // None of the demo's names hold a comma or a quote.
    private static string[] Fields(string line) => [.. line.TrimEnd('\r').Split(',').Select(field => field.Trim('"'))];
}
