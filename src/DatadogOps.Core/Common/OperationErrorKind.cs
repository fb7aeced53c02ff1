namespace DatadogOps.Common;

/// <summary>What went wrong, in the terms that PowerShell's error categories have names for.</summary>
public enum OperationErrorKind
{
    /// <summary>The target cannot be reached: no such host, refused, closed, or full.</summary>
    ConnectionFailed,

    /// <summary>The target did not answer in the time allowed.</summary>
    Timeout,

    /// <summary>The target does not know the user, or the secret is wrong.</summary>
    AuthenticationFailed,

    /// <summary>The user is known and may not do this.</summary>
    PermissionDenied,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>An argument, a file or a setting cannot be understood.</summary>
    InvalidInput,

    /// <summary>The target answered with something that the protocol does not allow, or refused what was sent.</summary>
    ProtocolError,

    /// <summary>Reading or writing a file failed.</summary>
    ReadWriteFailed,

    /// <summary>Anything else.</summary>
    NotSpecified,
}
