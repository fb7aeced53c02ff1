namespace DatadogOps.Common;

/// <summary>Which of its parts a <see cref="OperationOutput{T}"/> carries.</summary>
public enum OperationOutputKind
{
    /// <summary>A result, in <see cref="OperationOutput{T}.Item"/>.</summary>
    Item,

    /// <summary>A failure over one target, in <see cref="OperationOutput{T}.Error"/>.</summary>
    Error,

    /// <summary>A warning, in <see cref="OperationOutput{T}.Message"/>.</summary>
    Warning,

    /// <summary>What is being done, in <see cref="OperationOutput{T}.Message"/>.</summary>
    Verbose,

    /// <summary>What goes over the wire, without secrets, in <see cref="OperationOutput{T}.Message"/>.</summary>
    Debug,
}

/// <summary>
/// The output of work on one target: results, one failure, and messages, in their order.
/// A failure is data, so that the results of other targets still arrive.
/// </summary>
/// <remarks>A class, not a structure: the runtime has code at hand for channels and lists of references, and would compile it anew, at every start, for a structure of ours.</remarks>
/// <typeparam name="T">Type of a result.</typeparam>
public sealed class OperationOutput<T>
{
    private OperationOutput(OperationOutputKind kind, T? item, OperationException? error, string? message)
    {
        Kind = kind;
        Item = item;
        Error = error;
        Message = message;
    }

    /// <summary>Which part is set.</summary>
    public OperationOutputKind Kind { get; }

    /// <summary>The result.</summary>
    public T? Item { get; }

    /// <summary>The failure.</summary>
    public OperationException? Error { get; }

    /// <summary>The remark.</summary>
    public string? Message { get; }

    /// <summary>A result.</summary>
    public static OperationOutput<T> OfItem(T item) => new(OperationOutputKind.Item, item, null, null);

    /// <summary>A failure.</summary>
    public static OperationOutput<T> OfError(OperationException error) => new(OperationOutputKind.Error, default, error, null);

    /// <summary>A warning.</summary>
    public static OperationOutput<T> OfWarning(string message) => new(OperationOutputKind.Warning, default, null, message);

    /// <summary>A remark of progress.</summary>
    public static OperationOutput<T> OfVerbose(string message) => new(OperationOutputKind.Verbose, default, null, message);

    /// <summary>What goes over the wire.</summary>
    public static OperationOutput<T> OfDebug(string message) => new(OperationOutputKind.Debug, default, null, message);
}
