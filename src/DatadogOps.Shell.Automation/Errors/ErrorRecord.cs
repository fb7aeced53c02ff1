namespace System.Management.Automation;

public interface IContainsErrorRecord
{
    ErrorRecord ErrorRecord { get; }
}

public class ErrorRecord
{
    private readonly string _errorId;

    public ErrorRecord(Exception exception, string? errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        TargetObject = targetObject;
        _errorId = errorId ?? "";
        CategoryInfo = new ErrorCategoryInfo(errorCategory, exception, targetObject);
    }

    public ErrorRecord(ErrorRecord errorRecord, Exception? replaceParentContainsErrorRecordException)
    {
        ArgumentNullException.ThrowIfNull(errorRecord);
        Exception = replaceParentContainsErrorRecordException ?? errorRecord.Exception;
        TargetObject = errorRecord.TargetObject;
        _errorId = errorRecord._errorId;
        CategoryInfo = errorRecord.CategoryInfo;
        ErrorDetails = errorRecord.ErrorDetails;
        InvocationInfo = errorRecord.InvocationInfo;
    }

    public ErrorCategoryInfo CategoryInfo { get; }

    public ErrorDetails? ErrorDetails { get; set; }

    public Exception Exception { get; }

    public string FullyQualifiedErrorId =>
        InvocationInfo?.MyCommand is CmdletInfo { ImplementingType: { } type } ? $"{_errorId},{type.FullName}" : _errorId;

    public InvocationInfo? InvocationInfo { get; private set; }

    public object? TargetObject { get; }

    public override string ToString() =>
        ErrorDetails is { Message.Length: > 0 } details ? details.Message : Exception.Message;

    internal void AttachTo(InvocationInfo invocation)
    {
        // The first command that writes it is the one that it belongs to.
        InvocationInfo ??= invocation;
        CategoryInfo.Activity ??= invocation.MyCommand.Name;
    }
}

public class ErrorDetails(string message)
{
    public string Message { get; } = message;

    public string? RecommendedAction { get; set; }

    public override string ToString() => Message;
}

public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorCategory category, Exception exception, object? target)
    {
        Category = category;
        Reason = exception.GetType().Name;
        object? value = PSObject.Base(target);
        TargetName = value is null ? "" : LanguagePrimitives.ToText(value);
        TargetType = value is null ? "" : value.GetType().Name;
    }

    public string? Activity { get; set; }

    public ErrorCategory Category { get; }

    public string Reason { get; set; }

    public string TargetName { get; set; }

    public string TargetType { get; set; }

    public string GetMessage() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";

    public override string ToString() => GetMessage();
}

public enum ErrorCategory
{
    NotSpecified = 0,
    OpenError = 1,
    CloseError = 2,
    DeviceError = 3,
    DeadlockDetected = 4,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    InvalidResult = 8,
    InvalidType = 9,
    MetadataError = 10,
    NotImplemented = 11,
    NotInstalled = 12,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    SyntaxError = 16,
    ParserError = 17,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    FromStdErr = 24,
    SecurityError = 25,
    ProtocolError = 26,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
    QuotaExceeded = 30,
    NotEnabled = 31,
}
