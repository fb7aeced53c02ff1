using System.Globalization;
using System.Text;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Permissions;

/// <summary>
/// The IAM actions that Datadog asks for, as of a date. A text of lines: <c>version DATE</c>, <c>source TEXT</c>, and for each action
/// its name, the letters of the lists that name it (S standard, R resource collection, A all), and <c>write</c> or <c>data</c>.
/// </summary>
public sealed class PermissionCatalog
{
    // Far above the thousand or so actions that there are; a list that is longer is no such list.
    private const int MaxActions = 20_000;

    private static readonly Lazy<PermissionCatalog> s_bundled = new(ReadBundled);

    private PermissionCatalog(string version, string source, DatadogAwsAction[] permissions)
    {
        Version = version;
        Source = source;
        Permissions = permissions;
    }

    /// <summary>The list that came with this version of DatadogOps.</summary>
    public static PermissionCatalog Bundled => s_bundled.Value;

    /// <summary>Date of the list: <c>2026-07-30</c>.</summary>
    public string Version { get; }

    /// <summary>Where it is from.</summary>
    public string Source { get; }

    /// <summary>The actions, each once, in ordinal order.</summary>
    public IReadOnlyList<DatadogAwsAction> Permissions { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What to call it in an error: a path.</param>
    /// <exception cref="OperationException">It is no such list; the line is told.</exception>
    public static PermissionCatalog Parse(TextReader reader, string name)
    {
        (string? version, string? source) = (null, null);
        var lines = new SortedDictionary<string, (string Lists, string Kind)>(StringComparer.Ordinal);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#')
            {
                continue;
            }

            if (words is ["version", { } date])
            {
                version = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? date : throw Invalid(name, number, "the version is a date: 2026-07-30");
            }
            else if (words[0] == "source")
            {
                source = line["source".Length..].Trim();
            }
            else if (words.Length is 2 or 3 && ActionPattern.IsAction(words[0]) && words[1].All(letter => "SRA".Contains(letter, StringComparison.Ordinal)) && (words.Length == 2 || words[2] is "write" or "data"))
            {
                if (!lines.TryAdd(words[0], (words[1], words.Length == 3 ? words[2] : "")) || lines.Count > MaxActions)
                {
                    throw Invalid(name, number, lines.Count > MaxActions ? $"there are more than {MaxActions} actions" : $"{words[0]} occurs twice");
                }
            }
            else
            {
                throw Invalid(name, number, "a line is an action, the letters of its lists, and 'write' or 'data' where it is one");
            }
        }

        return version is null || source is null || lines.Count == 0
            ? throw Invalid(name, number, "version, source or all actions are missing")
            : new PermissionCatalog(version, source, [.. lines.Select(one => Make(one.Key, one.Value.Lists, one.Value.Kind, version))]);
    }

    /// <summary>
    /// Makes a list of Datadog's answers. What an action does is taken from its name, since the answers do not say.
    /// </summary>
    /// <param name="version">Date of the answers: <c>2026-07-30</c>.</param>
    /// <param name="source">Where they are from.</param>
    /// <param name="standard">The standard list.</param>
    /// <param name="resourceCollection">The list for resource collection.</param>
    /// <param name="all">The list of all.</param>
    /// <exception cref="OperationException">One of the answers holds what is no action.</exception>
    public static PermissionCatalog FromLists(string version, string source, IEnumerable<string> standard, IEnumerable<string> resourceCollection, IEnumerable<string> all)
    {
        var lists = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((char letter, IEnumerable<string> actions) in new[] { ('S', standard), ('R', resourceCollection), ('A', all) })
        {
            foreach (string action in actions.Distinct(StringComparer.Ordinal))
            {
                lists[action] = lists.GetValueOrDefault(action, "") + letter;
            }
        }

        var text = new StringBuilder();
        text.Append("version ").Append(version).Append("\nsource ").Append(source).Append('\n');
        foreach ((string action, string letters) in lists)
        {
            text.Append(action).Append(' ').Append(letters).Append(ActionPattern.IsWrite(action) ? " write" : ActionPattern.IsS3Data(action) ? " data" : "").Append('\n');
        }

        return Parse(new StringReader(text.ToString()), source);
    }

    /// <summary>The list in its own format.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append("version ").Append(Version).Append("\nsource ").Append(Source).Append('\n');
        foreach (DatadogAwsAction one in Permissions)
        {
            text.Append(one.Action).Append(' ').Append(one.Lists).Append(one.IsWrite ? " write" : one.IsS3Data ? " data" : "").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The actions that a role is to have.</summary>
    /// <exception cref="OperationException">A service to exclude is in no action of the list.</exception>
    public IReadOnlyList<DatadogAwsAction> Select(RoleSpecification specification)
    {
        var excluded = new HashSet<string>(specification.ExcludedServices, StringComparer.OrdinalIgnoreCase);
        var services = new HashSet<string>(Permissions.Select(one => one.Service), StringComparer.OrdinalIgnoreCase);
        if (excluded.FirstOrDefault(service => !services.Contains(service)) is { } unknown)
        {
            throw new OperationException(
                AwsErrorIds.ServiceUnknown,
                OperationErrorKind.InvalidInput,
                unknown,
                $"No action of the list of {Version} belongs to a service '{unknown}'.",
                "Specify the part of an action before the colon; Get-DatadogAwsPermission lists them.");
        }

        return [.. Permissions.Where(one =>
            one.IsIn(specification.PermissionSet)
            && (specification.IncludeWrite || !one.IsWrite)
            && (specification.IncludeS3Data || !one.IsS3Data)
            && !excluded.Contains(one.Service))];
    }

    private static PermissionCatalog ReadBundled()
    {
        using Stream stream = typeof(PermissionCatalog).Assembly.GetManifestResourceStream("aws-permissions.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader, "aws-permissions.txt");
    }

    private static DatadogAwsAction Make(string action, string lists, string kind, string version)
    {
        string service = ActionPattern.ServiceOf(action);
        return new DatadogAwsAction
        {
            Action = action,
            Service = service,
            AccessLevel = kind == "write" ? "Write" : ActionPattern.IsList(action) ? "List" : "Read",
            Set = lists.Contains('S', StringComparison.Ordinal) ? DatadogAwsPermissionSet.Standard : lists.Contains('R', StringComparison.Ordinal) ? DatadogAwsPermissionSet.ResourceCollection : DatadogAwsPermissionSet.Full,
            Feature = PermissionFeatures.Of(action, service, lists),
            IsWrite = kind == "write",
            IsS3Data = kind == "data",
            ListVersion = version,
            Lists = lists,
        };
    }

    private static OperationException Invalid(string name, int line, string reason) => new(
        AwsErrorIds.PermissionDataInvalid,
        OperationErrorKind.InvalidInput,
        $"{name}:{line}",
        $"{name}, line {line}: invalid list of permissions: {reason}.",
        "Remove the file to use the list that came with DatadogOps, or get the current one again.");
}
