namespace DatadogOps.Tests.Rules;

/// <summary>The rules, each a function from the module to its breaches.</summary>
public static class AllRules
{
    public static IReadOnlyList<Func<ModuleUnderTest, IEnumerable<Finding>>> List { get; } =
    [
        DeclarationRules.ApprovedVerb, DeclarationRules.NounPrefix, DeclarationRules.NounSingular, DeclarationRules.ShouldProcess,
        DeclarationRules.ConfirmImpact, DeclarationRules.OutputType, DeclarationRules.DefaultParameterSet, DeclarationRules.ClassName,
        ParameterRules.ReservedName, ParameterRules.PipelineInput, ParameterRules.NoBool, ParameterRules.OneTypePerName,
        ParameterRules.SecretType, ParameterRules.ValidateRange, ParameterRules.SharedAliases, ParameterRules.UniqueNames, ParameterRules.NoField,
        BodyRules.StopProcessing, BodyRules.BlockingCall,
        ShippingRules.Exports, ShippingRules.ViewPerOutput, ShippingRules.ViewProperties, ShippingRules.PagePerCmdlet,
        ShippingRules.UniqueErrorIds, ShippingRules.DocumentedErrorIds, ShippingRules.PackageFiles, ShippingRules.PackageComplete, ShippingRules.TestFile,
    ];

    public static List<Finding> Check(ModuleUnderTest module) =>
        [.. List.SelectMany(rule => rule(module)).Distinct().OrderBy(finding => finding.Rule, StringComparer.Ordinal).ThenBy(finding => finding.Subject, StringComparer.Ordinal)];
}
