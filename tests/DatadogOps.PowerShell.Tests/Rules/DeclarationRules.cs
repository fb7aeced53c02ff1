using DatadogOps.Help.Metadata;

namespace DatadogOps.Tests.Rules;

/// <summary>Rules about what a cmdlet's class declares.</summary>
public static class DeclarationRules
{
    private const string CmdletNamespace = "DatadogOps.Commands";

    private static readonly string[] s_prefixes = ["DatadogAws", "DatadogPg", "Datadog", "Pg", "ConfigRun", "Nginx", "Heroku", "DogStatsD"];

    // Words that end in s and are singular. "Nouns are singular" is Microsoft's guideline SD02.
    private static readonly string[] s_singularEndings = ["ss", "us", "is"];

    private static readonly string[] s_mutating =
    [
        "Add", "Clear", "Copy", "Disable", "Enable", "Export", "Grant", "Install", "Invoke", "Move", "Publish", "Push", "Register",
        "Remove", "Rename", "Repair", "Reset", "Restart", "Restore", "Resume", "Revoke", "Save", "Send", "Set", "Start", "Stop",
        "Suspend", "Sync", "Uninstall", "Unregister", "Update",
    ];

    private static readonly string[] s_highImpact = ["Remove", "Stop", "Reset"];

    public static IEnumerable<Finding> ApprovedVerb(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        where !ApprovedVerbs.All.Contains(cmdlet.Verb)
        select new Finding("approved-verb", cmdlet.Name, $"'{cmdlet.Verb}' is no approved verb of PowerShell; see Get-Verb.");

    public static IEnumerable<Finding> NounPrefix(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        where !s_prefixes.Any(prefix => HasPrefix(cmdlet.Noun, prefix))
        select new Finding("noun-prefix", cmdlet.Name, $"the noun begins with none of: {string.Join(", ", s_prefixes)}.");

    public static IEnumerable<Finding> NounSingular(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        where cmdlet.Noun.EndsWith('s') && !s_singularEndings.Any(ending => cmdlet.Noun.EndsWith(ending, StringComparison.Ordinal))
        select new Finding("noun-singular", cmdlet.Name, "the noun is a plural.");

    /// <summary>New- is free: it may make an object in memory, which changes nothing.</summary>
    public static IEnumerable<Finding> ShouldProcess(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        where cmdlet.Verb != "New" && cmdlet.SupportsShouldProcess != s_mutating.Contains(cmdlet.Verb)
        select new Finding(
            "should-process",
            cmdlet.Name,
            cmdlet.SupportsShouldProcess ? "it changes nothing, so it must not have -WhatIf." : "it changes the world, so it must support -WhatIf and -Confirm.");

    public static IEnumerable<Finding> ConfirmImpact(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        where s_highImpact.Contains(cmdlet.Verb) && cmdlet.ConfirmImpact != "High"
        select new Finding("confirm-impact", cmdlet.Name, $"ConfirmImpact is {cmdlet.ConfirmImpact}; {cmdlet.Verb}- needs High.");

    public static IEnumerable<Finding> OutputType(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        let message = OutputProblem(cmdlet)
        where message is not null
        select new Finding("output-type", cmdlet.Name, message);

    public static IEnumerable<Finding> DefaultParameterSet(ModuleUnderTest module)
    {
        foreach (CmdletModel cmdlet in module.Cmdlets)
        {
            if (cmdlet.DefaultParameterSet is null && cmdlet.ParameterSets.Count > 1)
            {
                yield return new Finding("default-parameter-set", cmdlet.Name, "it has several parameter sets and no default one.");
            }
            else if (cmdlet.DefaultParameterSet is { } set && !cmdlet.Parameters.Any(parameter => parameter.In(set) is not null))
            {
                yield return new Finding("default-parameter-set", cmdlet.Name, $"its default parameter set '{set}' has no parameter.");
            }
        }
    }

    public static IEnumerable<Finding> ClassName(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        let name = cmdlet.Verb + cmdlet.Noun + "Command"
        where cmdlet.Type.Name != name || cmdlet.Type.Namespace?.StartsWith(CmdletNamespace, StringComparison.Ordinal) != true || !cmdlet.Type.IsSealed || !module.SourceFiles.Contains(name + ".cs")
        select new Finding("class-name", cmdlet.Name, $"it must be the sealed class {name} of {CmdletNamespace} in {name}.cs.");

    private static bool HasPrefix(string noun, string prefix) =>
        noun.StartsWith(prefix, StringComparison.Ordinal) && (noun.Length == prefix.Length || char.IsUpper(noun[prefix.Length]));

    private static string? OutputProblem(CmdletModel cmdlet)
    {
        if (cmdlet.OutputNames.Count > 0)
        {
            return $"its output type is given as text: {string.Join(", ", cmdlet.OutputNames)}.";
        }

        Type? vague = cmdlet.Outputs.FirstOrDefault(type => type.IsArray || type.FullName is "System.Object" or "System.Management.Automation.PSObject");
        return cmdlet.Outputs.Count == 0 ? "it has no [OutputType]." : vague is null ? null : $"its output type {vague} says nothing; name the type of one object.";
    }
}
