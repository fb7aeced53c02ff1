using System.Management.Automation;
using System.Text;
using System.Xml;
using DatadogOps.Shell.Binding;
using DatadogOps.Shell.Execution;

namespace DatadogOps.Shell.Help;

/// <summary>Help for cmdlets: words from the module's help file, syntax and parameters from the class itself.</summary>
internal static class CmdletHelp
{
    private const int Width = 100;

    public static string List(CmdletCatalog catalog)
    {
        XmlDocument? help = Load(catalog);
        int width = catalog.Names.Count == 0 ? 0 : catalog.Names.Max(n => n.Length);
        var text = new StringBuilder();
        foreach (string name in catalog.Names)
        {
            string synopsis = Synopsis(Find(help, name));
            text.AppendLine(synopsis.Length == 0 ? name : $"{name.PadRight(width)}  {synopsis}");
        }

        return text.ToString();
    }

    public static string Text(CmdletCatalog catalog, string name)
    {
        CmdletDescription cmdlet = catalog.Get(name);
        XmlNode? help = Find(Load(catalog), cmdlet.Name);
        var text = new StringBuilder();
        Section(text, "NAME", cmdlet.Name);
        Section(text, "SYNOPSIS", Synopsis(help));
        Section(text, "SYNTAX", Syntax(cmdlet));
        Section(text, "DESCRIPTION", Paragraphs(help, "*[local-name()='description']"));
        Section(text, "PARAMETERS", Parameters(cmdlet, help));
        Section(text, "EXAMPLES", Examples(help));
        return text.ToString();
    }

    private static string Syntax(CmdletDescription cmdlet)
    {
        IReadOnlyList<string> sets = cmdlet.SetNames.Count == 0 ? [ParameterAttribute.AllParameterSets] : cmdlet.SetNames;
        var lines = new List<string>();
        foreach (string set in sets)
        {
            var line = new StringBuilder(cmdlet.Name);
            foreach ((CmdletParameter parameter, ParameterAttribute attribute) in InSet(cmdlet, set))
            {
                line.Append(' ').Append(Syntax(parameter, attribute));
            }

            lines.Add(line.Append(cmdlet.SupportsShouldProcess ? " [-WhatIf] [-Confirm]" : "").Append(" [<CommonParameters>]").ToString());
        }

        return string.Join("\n\n", lines);
    }

    private static List<(CmdletParameter Parameter, ParameterAttribute Attribute)> InSet(CmdletDescription cmdlet, string set)
    {
        var found = new List<(CmdletParameter, ParameterAttribute)>();
        foreach (CmdletParameter parameter in cmdlet.Parameters)
        {
            SetMembership? membership = parameter.Sets.FirstOrDefault(s => s.SetName == set || s.SetName == ParameterAttribute.AllParameterSets);
            if (!parameter.IsCommon && membership is { Attribute.DontShow: false })
            {
                found.Add((parameter, membership.Attribute));
            }
        }

        // Positions first, then what must be given, then the rest in its own order, as PowerShell prints it.
        return [.. found.OrderBy(p => p.Item2.Position < 0 ? int.MaxValue : p.Item2.Position).ThenBy(p => p.Item2.Mandatory ? 0 : 1)];
    }

    private static string Syntax(CmdletParameter parameter, ParameterAttribute attribute)
    {
        if (parameter.IsSwitch)
        {
            return attribute.Mandatory ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        }

        string name = attribute.Position >= 0 ? $"[-{parameter.Name}]" : $"-{parameter.Name}";
        string whole = $"{name} <{TypeName(parameter.Type)}>";
        return attribute.Mandatory ? whole : $"[{whole}]";
    }

    private static string TypeName(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return TypeName(underlying);
        }

        if (type.IsArray)
        {
            return TypeName(type.GetElementType()!) + "[]";
        }

        return type == typeof(string) ? "string" : type == typeof(int) ? "int" : type == typeof(long) ? "long"
            : type == typeof(double) ? "double" : type == typeof(bool) ? "bool" : type == typeof(object) ? "Object" : type.Name;
    }

    private static string Parameters(CmdletDescription cmdlet, XmlNode? help)
    {
        var text = new StringBuilder();
        foreach (CmdletParameter parameter in cmdlet.Parameters)
        {
            if (parameter.IsCommon || parameter.Sets.All(s => s.Attribute.DontShow))
            {
                continue;
            }

            text.Append('-').Append(parameter.Name).AppendLine(parameter.IsSwitch ? "" : $" <{TypeName(parameter.Type)}>");
            string words = Paragraphs(help, $"*[local-name()='parameters']/*[local-name()='parameter'][*[local-name()='name']='{parameter.Name}']/*[local-name()='description']");
            words = words.Length > 0 ? words : parameter.Sets[0].Attribute.HelpMessage ?? "";
            if (words.Length > 0)
            {
                text.AppendLine(Indented(words));
            }

            text.AppendLine(Indented(Facts(parameter))).AppendLine();
        }

        return text.ToString().TrimEnd();
    }

    private static string Facts(CmdletParameter parameter)
    {
        var facts = new List<string>();
        if (parameter.IsMandatorySomewhere)
        {
            facts.Add(parameter.Sets.All(s => s.Attribute.Mandatory) ? "Required." : "Required in some forms.");
        }

        if (parameter.Sets.FirstOrDefault(s => s.Attribute.Position >= 0) is { } positional)
        {
            facts.Add($"Position {positional.Attribute.Position}.");
        }

        if (parameter.Sets.Any(s => s.Attribute.ValueFromPipeline))
        {
            facts.Add("From the pipeline.");
        }

        if (parameter.Sets.Any(s => s.Attribute.ValueFromPipelineByPropertyName))
        {
            facts.Add("From the pipeline by property name.");
        }

        if (parameter.Aliases.Length > 0)
        {
            facts.Add($"Aliases: {string.Join(", ", parameter.Aliases)}.");
        }

        if (ParameterValues.Fixed(parameter) is { Count: > 0 } values)
        {
            facts.Add($"One of: {string.Join(", ", values)}.");
        }

        return facts.Count == 0 ? "Optional." : string.Join(' ', facts);
    }

    private static string Examples(XmlNode? help)
    {
        var text = new StringBuilder();
        foreach (XmlNode example in help?.SelectNodes("*[local-name()='examples']/*[local-name()='example']")! ?? EmptyNodes())
        {
            text.AppendLine(example.SelectSingleNode("*[local-name()='title']")?.InnerText.Trim(' ', '-'));
            text.AppendLine(Indented(example.SelectSingleNode("*[local-name()='code']")?.InnerText.Trim() ?? ""));
            string remarks = Paragraphs(example, "*[local-name()='remarks']");
            text.AppendLine().AppendLine(remarks.Length == 0 ? "" : remarks + "\n");
        }

        return text.ToString().TrimEnd();
    }

    private static XmlNodeList EmptyNodes() => new XmlDocument { XmlResolver = null }.ChildNodes;

    private static XmlDocument? Load(CmdletCatalog catalog)
    {
        string path = Path.Combine(catalog.Folder, "en-US", catalog.Manifest.RootModule + "-Help.xml");
        if (!File.Exists(path))
        {
            return null;
        }

        var document = new XmlDocument { XmlResolver = null };
        using XmlReader reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        document.Load(reader);
        return document;
    }

    // MAML's namespaces differ between the tools that write it; local names do not.
    private static XmlNode? Find(XmlDocument? help, string cmdlet) => help?.SelectSingleNode(
        $"//*[local-name()='command'][*[local-name()='details']/*[local-name()='name'][translate(normalize-space(), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')='{cmdlet.ToLowerInvariant()}']]");

    private static string Synopsis(XmlNode? help) => Paragraphs(help, "*[local-name()='details']/*[local-name()='description']").ReplaceLineEndings(" ");

    private static string Paragraphs(XmlNode? node, string path)
    {
        var paragraphs = new List<string>();
        foreach (XmlNode paragraph in node?.SelectNodes(path + "/*[local-name()='para']")! ?? EmptyNodes())
        {
            if (paragraph.InnerText.Trim() is { Length: > 0 } text)
            {
                paragraphs.Add(text);
            }
        }

        return string.Join("\n\n", paragraphs);
    }

    private static void Section(StringBuilder text, string title, string body)
    {
        if (body.Length > 0)
        {
            text.AppendLine(title).AppendLine(Indented(body)).AppendLine();
        }
    }

    private static string Indented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').SelectMany(Wrapped).Select(l => l.Length == 0 ? l : "    " + l));

    // Lines that are set in, such as examples and what is set in already, stay as they are.
    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > Width && !line.StartsWith(' ') && line.LastIndexOf(' ', Width) is > 0 and var space)
        {
            yield return line[..space];
            line = line[(space + 1)..];
        }

        yield return line;
    }
}
