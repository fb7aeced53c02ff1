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

/// <summary>Takes a credential as it is, and a user name with the password that the host asks for.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CredentialAttribute : ArgumentTransformationAttribute
{
    public override bool TransformNullOptionalParameters => false;

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PSObject.Base(inputData) switch
    {
        PSCredential credential => credential,
        string name when engineIntrinsics.Host?.UI?.PromptForCredential(null, null, name, null) is { } asked => asked,
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
