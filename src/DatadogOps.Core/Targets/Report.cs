namespace DatadogOps;

/// <summary>Which of its parts a <see cref="Report{T}"/> carries.</summary>
public enum ReportKind
{
    /// <summary>A result, in <see cref="Report{T}.Item"/>.</summary>
    Item,

    /// <summary>A failure over one target, in <see cref="Report{T}.Error"/>.</summary>
    Error,

    /// <summary>A warning, in <see cref="Report{T}.Message"/>.</summary>
    Warning,

    /// <summary>What is being done, in <see cref="Report{T}.Message"/>.</summary>
    Verbose,

    /// <summary>What goes over the wire, without secrets, in <see cref="Report{T}.Message"/>.</summary>
    Debug,
}

/// <summary>
/// What work over a target tells as it goes: results, one failure, and remarks, in the order in which they came about.
/// A failure is data, so that the other targets' results arrive all the same.
/// </summary>
/// <remarks>A class, not a structure: the runtime has code at hand for channels and lists of references, and would compile it anew, at every start, for a structure of ours.</remarks>
/// <typeparam name="T">Type of a result.</typeparam>
public sealed class Report<T>
{
    private Report(ReportKind kind, T? item, OperationException? error, string? message)
    {
        Kind = kind;
        Item = item;
        Error = error;
        Message = message;
    }

    /// <summary>Which part is set.</summary>
    public ReportKind Kind { get; }

    /// <summary>The result.</summary>
    public T? Item { get; }

    /// <summary>The failure.</summary>
    public OperationException? Error { get; }

    /// <summary>The remark.</summary>
    public string? Message { get; }

    /// <summary>A result.</summary>
    public static Report<T> OfItem(T item) => new(ReportKind.Item, item, null, null);

    /// <summary>A failure.</summary>
    public static Report<T> OfError(OperationException error) => new(ReportKind.Error, default, error, null);

    /// <summary>A warning.</summary>
    public static Report<T> OfWarning(string message) => new(ReportKind.Warning, default, null, message);

    /// <summary>A remark of progress.</summary>
    public static Report<T> OfVerbose(string message) => new(ReportKind.Verbose, default, null, message);

    /// <summary>What goes over the wire.</summary>
    public static Report<T> OfDebug(string message) => new(ReportKind.Debug, default, null, message);
}
