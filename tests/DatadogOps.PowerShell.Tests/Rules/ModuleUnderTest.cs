using System.Reflection;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Pages;

namespace DatadogOps.Tests.Rules;

/// <summary>Everything that the rules look at, gathered once. Nothing in it was executed.</summary>
public sealed record ModuleUnderTest
{
    public required IReadOnlyList<CmdletModel> Cmdlets { get; init; }

    /// <summary>CmdletsToExport, in the manifest's order.</summary>
    public required IReadOnlyList<string> Exports { get; init; }

    /// <summary>Views of the format file.</summary>
    public required IReadOnlyList<FormatView> Views { get; init; }

    /// <summary>Finds a type of the module or of its core by its full name.</summary>
    public required Func<string, Type?> FindType { get; init; }

    public required IReadOnlyList<CmdletPage> Pages { get; init; }

    /// <summary>What the help tool has to say about the pages.</summary>
    public required IReadOnlyList<PageProblem> PageProblems { get; init; }

    public required IReadOnlyList<ErrorIdConstant> ErrorIds { get; init; }

    /// <summary>Files of the package, with forward slashes, from its root.</summary>
    public required IReadOnlyList<string> PackageFiles { get; init; }

    /// <summary>Names of the module's source files.</summary>
    public required IReadOnlyList<string> SourceFiles { get; init; }

    /// <summary>Names of the files of tests.</summary>
    public required IReadOnlyList<string> TestFiles { get; init; }

    /// <summary>Calls made by the module's own code.</summary>
    public required IReadOnlyList<MemberCall> Calls { get; init; }
}

/// <summary>A table, list or wide view.</summary>
public sealed record FormatView(string Name, IReadOnlyList<string> TypeNames, IReadOnlyList<string> Properties);

/// <summary>A constant of an <c>*ErrorIds</c> class.</summary>
public sealed record ErrorIdConstant(string Owner, string Name, string Value);
