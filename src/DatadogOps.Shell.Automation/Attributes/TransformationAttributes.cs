using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ArgumentTransformationAttribute : CmdletMetadataAttribute
{
    protected ArgumentTransformationAttribute()
    {
    }

    public virtual bool TransformNullOptionalParameters => true;

    public abstract object Transform(EngineIntrinsics engineIntrinsics, object inputData);
}

/// <summary>
/// Takes a credential as it is. PowerShell would ask for the password of a user name; nothing here asks, so a name alone
/// is an error that says what to give instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CredentialAttribute : ArgumentTransformationAttribute
{
    public override bool TransformNullOptionalParameters => false;

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PSObject.Base(inputData) switch
    {
        PSCredential credential => credential,
        string name => throw new ArgumentTransformationMetadataException($"The password of '{name}' would have to be asked for, and ddops does not ask. Use a connection string from the environment, .pgpass or a service file, or run the command in pwsh."),
        _ => throw new ArgumentTransformationMetadataException("A credential is needed here."),
    };
}

public class EngineIntrinsics
{
    internal EngineIntrinsics(PSHost? host, SessionState sessionState)
    {
        Host = host;
        SessionState = sessionState;
    }

    public PSHost? Host { get; }

    public SessionState SessionState { get; }
}
