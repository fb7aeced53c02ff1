namespace DatadogOps.Shell.Language;

/// <summary>What was written as one number without quotes: a number, and its text for parameters that take text.</summary>
/// <param name="Value">The number.</param>
/// <param name="Text">As it was written: <c>007</c>, <c>10kb</c>.</param>
public sealed record NumberWord(object Value, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The number alone, where a value is one.</summary>
    internal static object? Plain(object? value) => value is NumberWord word ? word.Value : value;
}

/// <summary>One part of a command behind its name.</summary>
public sealed class Argument
{
    /// <summary>Name of the parameter without its dash; null for a value by position.</summary>
    public string? Name { get; init; }

    /// <summary>Whether there is a value; a name alone is a switch, or waits for the next value.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value: string, <see cref="NumberWord"/>, bool, null, an array or a hashtable of them.</summary>
    public object? Value { get; init; }

    /// <summary>Where it begins, counted from 0.</summary>
    public int Position { get; init; }
}

/// <summary>One part of a pipeline: a cmdlet with arguments, or values that begin the pipeline.</summary>
public sealed class PipelineElement
{
    /// <summary>Name of the cmdlet; null for values.</summary>
    public string? CommandName { get; init; }

    /// <summary>What follows the name.</summary>
    public List<Argument> Arguments { get; } = [];

    /// <summary>The value when there is no command.</summary>
    public object? Value { get; init; }

    /// <summary>Where it begins, counted from 0.</summary>
    public int Position { get; init; }
}

/// <summary>Elements joined by <c>|</c>.</summary>
public sealed class PipelineSyntax
{
    /// <summary>The elements, at least one.</summary>
    public List<PipelineElement> Elements { get; } = [];
}
