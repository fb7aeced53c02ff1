using System.Management.Automation;
using System.Net;
using System.Security;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Lets a SecureString parameter take plain text too, so that <c>-ApiKey $env:DD_API_KEY</c> and the result of
/// <c>Get-Secret -AsPlainText</c> work as they are. The text is never repeated in an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or "" => null, // an environment variable that is not set
            SecureString secure => secure,
            string text => new NetworkCredential(null, text).SecurePassword,
            _ => throw new ArgumentTransformationMetadataException($"A secret is a SecureString or text, not a {value.GetType().Name}."),
        };
    }
}
