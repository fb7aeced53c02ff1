namespace DatadogOps.Help.Pages;

/// <summary>The text of one cmdlet's help, as its page in <c>docs/cmdlets</c> tells it.</summary>
public sealed record CmdletPage
{
    /// <summary>Path of the page.</summary>
    public required string File { get; init; }

    /// <summary>Title: the cmdlet's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Sections present, by heading, with their line.</summary>
    public required IReadOnlyDictionary<string, int> Sections { get; init; }

    /// <summary>One sentence.</summary>
    public IReadOnlyList<string> Synopsis { get; init; } = [];

    /// <summary>Paragraphs.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>Parameters, in the page's order.</summary>
    public IReadOnlyList<ParameterText> Parameters { get; init; } = [];

    /// <summary>Examples.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>What the pipeline may bring.</summary>
    public IReadOnlyList<NamedText> Inputs { get; init; } = [];

    /// <summary>What the cmdlet returns.</summary>
    public IReadOnlyList<NamedText> Outputs { get; init; } = [];

    /// <summary>Errors that it may write or throw.</summary>
    public IReadOnlyList<ErrorText> Errors { get; init; } = [];

    /// <summary>Paragraphs of notes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Links.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}

/// <summary>A heading of a section with its paragraphs.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Line">Line of the heading.</param>
/// <param name="Paragraphs">Text.</param>
public sealed record NamedText(string Name, int Line, IReadOnlyList<string> Paragraphs);

/// <summary>Text of a parameter.</summary>
/// <param name="Name">Name without the dash.</param>
/// <param name="Line">Line of its heading.</param>
/// <param name="Paragraphs">Text.</param>
/// <param name="Default">Its default value, or null when none is told.</param>
public sealed record ParameterText(string Name, int Line, IReadOnlyList<string> Paragraphs, string? Default);

/// <summary>An example.</summary>
/// <param name="Title">Title, without "Example 1:".</param>
/// <param name="Line">Line of its heading.</param>
/// <param name="Introduction">Text before the code.</param>
/// <param name="Code">The code.</param>
/// <param name="Remarks">Text and output after the code.</param>
public sealed record Example(string Title, int Line, IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Remarks);

/// <summary>A row of the table of errors.</summary>
/// <param name="Id">Stable error id.</param>
/// <param name="Line">Line of the row.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Action">What to do.</param>
public sealed record ErrorText(string Id, int Line, string Meaning, string Action);

/// <summary>A link.</summary>
/// <param name="Text">Text.</param>
/// <param name="Target">URI, or path of another page.</param>
/// <param name="Line">Line.</param>
public sealed record Link(string Text, string Target, int Line);
