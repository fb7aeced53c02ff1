using System.Text.RegularExpressions;
using DatadogOps.Help.Metadata;

namespace DatadogOps.Tests.Rules;

/// <summary>Rules about parameters.</summary>
public static partial class ParameterRules
{
    private const string Automation = "System.Management.Automation.";

    // about_CommonParameters with their aliases, and what is reserved besides (docs: "Required Development Guidelines", RD02).
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Confirm", "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer", "OutVariable",
        "PipelineVariable", "ProgressAction", "SelectObject", "SelectProperty", "UseTransaction", "Verbose", "WarningAction",
        "WarningVariable", "WhatIf", "cf", "db", "ea", "ev", "infa", "iv", "ob", "ov", "proga", "pv", "usetx", "vb", "wa", "wi", "wv",
    };

    private static readonly string[] s_pipelineNames = ["InputObject", "HostName", "Path", "LiteralPath", "Uri", "Id"];

    private static readonly Dictionary<string, string[]> s_sharedAliases = new(StringComparer.Ordinal)
    {
        ["HostName"] = ["ComputerName", "Server"],
        ["LiteralPath"] = ["PSPath"],
    };

    // Words that two worlds each have their own meaning of, and people look for under: nginx's documentation speaks of a directive's context.
    private static readonly HashSet<(string Cmdlet, string Parameter)> s_ownMeaning = [("Get-NginxDirective", "Context")];

    public static IEnumerable<Finding> ReservedName(ModuleUnderTest module) =>
        from pair in Parameters(module)
        let name = pair.Parameter.Aliases.Prepend(pair.Parameter.Name).FirstOrDefault(s_reserved.Contains)
        where name is not null
        select new Finding("reserved-name", Subject(pair), $"'{name}' belongs to PowerShell's common parameters.");

    public static IEnumerable<Finding> PipelineInput(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        let candidates = cmdlet.Parameters.Where(p => s_pipelineNames.Contains(p.Name)).ToArray()
        where candidates.Length > 0 && !cmdlet.Parameters.Any(p => p.TakesPipeline)
        select new Finding("pipeline-input", cmdlet.Name, $"-{candidates[0].Name} should come from the pipeline.");

    public static IEnumerable<Finding> NoBool(ModuleUnderTest module) =>
        from pair in Parameters(module)
        where pair.Parameter.ValueType.FullName == "System.Boolean"
        select new Finding("no-bool", Subject(pair), "a parameter that is on or off is a SwitchParameter.");

    public static IEnumerable<Finding> OneTypePerName(ModuleUnderTest module) =>
        from name in Parameters(module).GroupBy(pair => pair.Parameter.Name)
        let usual = name.GroupBy(pair => TypeNames.Full(pair.Parameter.Type)).OrderByDescending(type => type.Count()).ThenBy(type => type.Key == "System.String").First().Key
        from pair in name
        where TypeNames.Full(pair.Parameter.Type) != usual && !s_ownMeaning.Contains((pair.Cmdlet.Name, pair.Parameter.Name))
        select new Finding("one-type", Subject(pair), $"it is a {TypeNames.Full(pair.Parameter.Type)}; elsewhere it is a {usual}.");

    public static IEnumerable<Finding> SecretType(ModuleUnderTest module) =>
        from pair in Parameters(module)
        where SecretName().IsMatch(pair.Parameter.Name)
        where pair.Parameter.ValueType.FullName is "System.String" or "System.Object" or "System.Char" or "System.Byte"
        select new Finding("secret-type", Subject(pair), "a secret is a SecureString or a PSCredential, so that it is not in the history and in transcripts.");

    public static IEnumerable<Finding> ValidateRange(ModuleUnderTest module) =>
        from pair in Parameters(module)
        where BoundedName().IsMatch(pair.Parameter.Name) && IsNumber(pair.Parameter.ValueType)
        where !pair.Parameter.HasAttribute(Automation + "ValidateRangeAttribute")
        select new Finding("validate-range", Subject(pair), "a timeout, limit or port has a [ValidateRange].");

    public static IEnumerable<Finding> SharedAliases(ModuleUnderTest module) =>
        from name in Parameters(module).GroupBy(pair => pair.Parameter.Name)
        let usual = s_sharedAliases.GetValueOrDefault(name.Key)
            ?? name.Select(pair => pair.Parameter.Aliases.Order(StringComparer.Ordinal).ToArray()).GroupBy(a => string.Join(',', a)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Length).First().First()
        from pair in name
        where !pair.Parameter.Aliases.Order(StringComparer.Ordinal).SequenceEqual(usual.Order(StringComparer.Ordinal))
        select new Finding("shared-alias", Subject(pair), $"its aliases must be those that -{name.Key} has everywhere: {(usual.Length == 0 ? "none" : string.Join(", ", usual))}.");

    public static IEnumerable<Finding> UniqueNames(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        from name in cmdlet.Parameters.SelectMany(p => p.Aliases.Prepend(p.Name)).GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
        where name.Count() > 1
        select new Finding("unique-name", cmdlet.Name, $"the name or alias '{name.Key}' is there twice.");

    public static IEnumerable<Finding> NoField(ModuleUnderTest module) =>
        from pair in Parameters(module)
        where pair.Parameter.IsField
        select new Finding("no-field", Subject(pair), "a parameter is a property.");

    private static IEnumerable<(CmdletModel Cmdlet, ParameterModel Parameter)> Parameters(ModuleUnderTest module) =>
        module.Cmdlets.SelectMany(cmdlet => cmdlet.Parameters.Select(parameter => (cmdlet, parameter)));

    private static string Subject((CmdletModel Cmdlet, ParameterModel Parameter) pair) => $"{pair.Cmdlet.Name} -{pair.Parameter.Name}";

    private static bool IsNumber(Type type) =>
        type.FullName is "System.Int32" or "System.Int64" or "System.UInt16" or "System.UInt32" or "System.Int16" or "System.Double" or "System.Decimal" or "System.Single";

    [GeneratedRegex("(Key|Password|Passphrase|Secret|Token|Credential)$")]
    private static partial Regex SecretName();

    [GeneratedRegex("Timeout|Limit|Port$|^Max|^Min[A-Z]|Interval|Size$|Count$|Retry|Retries")]
    private static partial Regex BoundedName();
}
