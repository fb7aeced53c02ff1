using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Pages;

namespace DatadogOps.Help.Output;

/// <summary>
/// Makes the XML that Get-Help reads (MAML; the schema is PSMaml of the PowerShell SDK). What the dll knows is taken from the
/// dll: parameter sets, types, positions, pipeline input, aliases and accepted values.
/// </summary>
public static class MamlWriter
{
    private static readonly XNamespace s_msh = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help of all cmdlets as one document.</summary>
    public static XDocument Write(IEnumerable<(CmdletModel Cmdlet, CmdletPage Page)> help) => new(
        new XElement(
            s_msh + "helpItems",
            new XAttribute("schema", "maml"),
            help.Select(item => WriteCommand(item.Cmdlet, item.Page))));

    /// <summary>Writes the document to a file, with UTF-8 and indentation.</summary>
    public static void Save(XDocument document, string path)
    {
        // Line ends inside code are text that the console shows; they must not turn into carriage returns.
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Replace });
        document.Save(writer);
    }

    private static XElement WriteCommand(CmdletModel cmdlet, CmdletPage page)
    {
        List<(ParameterModel Parameter, ParameterText Text)> parameters = [.. page.Parameters.Select(text => (cmdlet.Parameters.First(p => p.Name == text.Name), text))];
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", cmdlet.Name),
                new XElement(s_command + "verb", cmdlet.Verb),
                new XElement(s_command + "noun", cmdlet.Noun),
                new XElement(s_maml + "description", Paragraphs(page.Synopsis))),
            new XElement(s_maml + "description", Paragraphs(page.Description)),
            new XElement(s_command + "syntax", cmdlet.ParameterSets.Select(set => WriteSyntax(cmdlet, set, parameters))),
            new XElement(
                s_command + "parameters",
                parameters.Select(p => WriteParameter(p.Parameter, p.Text.Paragraphs, p.Text.Default, Overall(p.Parameter))),
                ShouldProcessParameters(cmdlet)),
            new XElement(s_command + "inputTypes", page.Inputs.Select(input => new XElement(s_command + "inputType", WriteType(input)))),
            new XElement(s_command + "returnValues", page.Outputs.Select(output => new XElement(s_command + "returnValue", WriteType(output)))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraphs([.. page.Notes, .. ErrorNotes(page)]))),
            new XElement(s_command + "examples", page.Examples.Select(WriteExample)),
            new XElement(s_command + "relatedLinks", page.Links.Where(IsUseful).Select(WriteLink)));
    }

    private static XElement WriteSyntax(CmdletModel cmdlet, string set, List<(ParameterModel Parameter, ParameterText Text)> parameters) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", cmdlet.Name),
        parameters
            .Select(p => (p.Parameter, p.Text, Binding: p.Parameter.In(set)))
            .Where(p => p.Binding is not null)
            .OrderBy(p => p.Binding!.Position ?? int.MaxValue)
            .ThenBy(p => p.Binding!.Mandatory ? 0 : 1)
            .Select(p => WriteParameter(p.Parameter, p.Text.Paragraphs, p.Text.Default, p.Binding!)),
        ShouldProcessParameters(cmdlet));

    private static XElement WriteParameter(ParameterModel parameter, IEnumerable<string> text, string? value, ParameterBinding binding)
    {
        string type = TypeNames.Brief(parameter.Type);
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", binding.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", PipelineInput(binding)),
            new XAttribute("position", binding.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            new XElement(s_maml + "description", Paragraphs(text)),
            parameter.AcceptedValues.Count == 0
                ? null
                : new XElement(
                    s_command + "parameterValueGroup",
                    parameter.AcceptedValues.Select(accepted => new XElement(
                        s_command + "parameterValue",
                        new XAttribute("required", "false"),
                        new XAttribute("variableLength", "false"),
                        accepted))),
            parameter.IsSwitch ? null : new XElement(s_command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"), type),
            new XElement(s_dev + "type", new XElement(s_maml + "name", type), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", value ?? (parameter.IsSwitch ? "False" : "None")));
    }

    private static IEnumerable<XElement> ShouldProcessParameters(CmdletModel cmdlet) => !cmdlet.SupportsShouldProcess
        ? []
        : [WriteSwitch("WhatIf", "wi", "Shows what would happen. Nothing is changed and nothing is sent."), WriteSwitch("Confirm", "cf", "Asks before it changes or sends anything.")];

    private static XElement WriteSwitch(string name, string alias, string text) => new(
        s_command + "parameter",
        new XAttribute("required", "false"),
        new XAttribute("variableLength", "false"),
        new XAttribute("globbing", "false"),
        new XAttribute("pipelineInput", "False"),
        new XAttribute("position", "named"),
        new XAttribute("aliases", alias),
        new XElement(s_maml + "name", name),
        new XElement(s_maml + "description", Paragraphs([text])),
        new XElement(s_dev + "type", new XElement(s_maml + "name", "SwitchParameter"), new XElement(s_maml + "uri")),
        new XElement(s_dev + "defaultValue", "False"));

    private static XElement WriteExample(Example example, int index) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"-------- Example {index + 1}: {example.Title} --------"),
        // Get-Help runs an introduction and its code into one line; as comments they stay apart and can be pasted.
        new XElement(s_dev + "code", string.Concat(example.Introduction.Select(text => "# " + text + "\n")) + example.Code),
        new XElement(s_dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    private static XElement[] WriteType(NamedText text) =>
    [
        new(s_dev + "type", new XElement(s_maml + "name", text.Name), new XElement(s_maml + "uri")),
        new(s_maml + "description", Paragraphs(text.Paragraphs)),
    ];

    private static XElement WriteLink(Link link) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Text),
        // A page of this module is found by its name; an address would only say where it is in the repository.
        new XElement(s_maml + "uri", link.Target.Contains("://", StringComparison.Ordinal) ? link.Target : ""));

    // A console can open an address and Get-Help a cmdlet; a guide beside the pages neither.
    private static bool IsUseful(Link link) =>
        link.Target.Contains("://", StringComparison.Ordinal) || link.Target == link.Text + ".md";

    private static IEnumerable<string> ErrorNotes(CmdletPage page) => page.Errors.Count == 0
        ? []
        : ["Errors, by the first part of FullyQualifiedErrorId:", .. page.Errors.Select(error => $"- {error.Id}: {error.Meaning} {error.Action}")];

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> texts) => texts.Select(text => new XElement(s_maml + "para", text));

    /// <summary>One description over all parameter sets, for the list of parameters.</summary>
    private static ParameterBinding Overall(ParameterModel parameter) => new(
        ParameterBinding.AllSets,
        parameter.Bindings.All(binding => binding.Mandatory),
        parameter.Bindings.Select(binding => binding.Position).FirstOrDefault(position => position is not null),
        parameter.Bindings.Any(binding => binding.ByValue),
        parameter.Bindings.Any(binding => binding.ByPropertyName));

    private static string PipelineInput(ParameterBinding binding) => (binding.ByValue, binding.ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
