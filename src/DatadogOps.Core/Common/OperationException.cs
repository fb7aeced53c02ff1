namespace DatadogOps.Common;

/// <summary>
/// A failure over one target, described for the person who has to fix it. The message never holds a secret.
/// </summary>
public sealed class OperationException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="errorId">Stable id, a constant of the area, such as <c>PgTooManyConnections</c>.</param>
    /// <param name="kind">What went wrong.</param>
    /// <param name="target">What it went wrong on: <c>db1:5432</c>, a path, an endpoint.</param>
    /// <param name="message">What failed, in one sentence, with the target named.</param>
    /// <param name="advice">What to do next, in one sentence.</param>
    /// <param name="inner">The cause.</param>
    public OperationException(string errorId, OperationErrorKind kind, string target, string message, string advice, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
        Advice = advice;
    }

    /// <summary>Stable id.</summary>
    public string ErrorId { get; }

    /// <summary>What went wrong.</summary>
    public OperationErrorKind Kind { get; }

    /// <summary>What it went wrong on.</summary>
    public string Target { get; }

    /// <summary>What to do next.</summary>
    public string Advice { get; }
}
