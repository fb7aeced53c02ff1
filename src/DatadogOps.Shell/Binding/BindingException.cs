using System.Management.Automation;

namespace DatadogOps.Shell.Binding;

/// <summary>Arguments that do not fit a cmdlet's parameters; ids are PowerShell's.</summary>
internal sealed class BindingException(string errorId, string? parameter, string message, Exception? inner = null)
    : ParameterBindingException(message, errorId, parameter, inner)
{
    /// <summary>A value that cannot be converted, for which another parameter may be tried.</summary>
    public bool IsConversion => ErrorId.StartsWith("CannotConvertArgument", StringComparison.Ordinal);
}
