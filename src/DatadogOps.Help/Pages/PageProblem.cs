namespace DatadogOps.Help.Pages;

/// <summary>What is wrong with a page, and where; prints so that editors and terminals make a link of it.</summary>
/// <param name="File">Path of the page.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record PageProblem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: error: {Message}";
}
