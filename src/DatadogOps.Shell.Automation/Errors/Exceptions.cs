namespace System.Management.Automation;

public class RuntimeException : SystemException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    public RuntimeException()
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }

    public RuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public RuntimeException(string message, Exception? innerException, ErrorRecord? errorRecord)
        : base(message, innerException) => _errorRecord = errorRecord;

    public virtual ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, GetType().Name, ErrorCategory.NotSpecified, null);
}

public class PipelineStoppedException : RuntimeException
{
    public PipelineStoppedException()
        : base("The pipeline has been stopped.")
    {
    }

    public PipelineStoppedException(string message)
        : base(message)
    {
    }

    public PipelineStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class ActionPreferenceStopException : RuntimeException
{
    public ActionPreferenceStopException()
    {
    }

    public ActionPreferenceStopException(string message)
        : base(message)
    {
    }

    public ActionPreferenceStopException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ActionPreferenceStopException(string message, ErrorRecord error)
        : base(message, error.Exception, error)
    {
    }
}

public class MetadataException : RuntimeException
{
    public MetadataException()
    {
    }

    public MetadataException(string message)
        : base(message)
    {
    }

    public MetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class ValidationMetadataException : MetadataException
{
    public ValidationMetadataException()
    {
    }

    public ValidationMetadataException(string message)
        : base(message)
    {
    }

    public ValidationMetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class ArgumentTransformationMetadataException : MetadataException
{
    public ArgumentTransformationMetadataException()
    {
    }

    public ArgumentTransformationMetadataException(string message)
        : base(message)
    {
    }

    public ArgumentTransformationMetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class ParameterBindingException : RuntimeException
{
    public ParameterBindingException()
    {
    }

    public ParameterBindingException(string message)
        : base(message)
    {
    }

    public ParameterBindingException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What the binder throws. Not in the reference: cmdlets only ever read the exception.</summary>
    public ParameterBindingException(string message, string errorId, string? parameterName, Exception? innerException)
        : base(message, innerException)
    {
        ErrorId = errorId;
        ParameterName = parameterName;
    }

    public string ErrorId { get; } = "";

    public string? ParameterName { get; }

    public override ErrorRecord ErrorRecord => new(this, ErrorId, ErrorCategory.InvalidArgument, null);
}

public class SessionStateException : RuntimeException
{
    public SessionStateException()
    {
    }

    public SessionStateException(string message)
        : base(message)
    {
    }

    public SessionStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SessionStateException(string itemName, string errorId, string message)
        : base(message)
    {
        ItemName = itemName;
        ErrorId = errorId;
    }

    public override ErrorRecord ErrorRecord => new(this, ErrorId, ErrorCategory.ObjectNotFound, ItemName);

    public string ItemName { get; } = "";

    private string ErrorId { get; } = "SessionStateException";
}

public class ItemNotFoundException : SessionStateException
{
    public ItemNotFoundException()
    {
    }

    public ItemNotFoundException(string message)
        : base(message)
    {
    }

    public ItemNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ItemNotFoundException(string path, string errorId, string message)
        : base(path, errorId, message)
    {
    }
}

public class DriveNotFoundException : SessionStateException
{
    public DriveNotFoundException()
    {
    }

    public DriveNotFoundException(string message)
        : base(message)
    {
    }

    public DriveNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DriveNotFoundException(string drive, string errorId, string message)
        : base(drive, errorId, message)
    {
    }
}
