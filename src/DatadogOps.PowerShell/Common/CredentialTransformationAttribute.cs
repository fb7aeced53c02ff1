using System.Collections;
using System.Management.Automation;
using System.Security;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Makes a PSCredential of what people have at hand: one already made, a user name (the host then asks for the password),
/// or <c>@{ UserName = 'monitor'; Password = $env:MONITOR_PASSWORD }</c> in scripts.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CredentialTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            IDictionary map => FromMap(map),
            string { Length: 0 } => null,
            string user => Ask(engineIntrinsics, user),
            _ => value,
        };
    }

    private static PSCredential Ask(EngineIntrinsics engineIntrinsics, string user) =>
        engineIntrinsics?.Host?.UI is { } ui
            ? ui.PromptForCredential(null, null, user, null)
            : throw new ArgumentTransformationMetadataException(
                "Nobody can be asked for a password here. Give @{ UserName = '...'; Password = $env:... }, or leave -Credential out and set PGPASSWORD or .pgpass.");

    private static PSCredential FromMap(IDictionary map)
    {
        string? user = null;
        SecureString? password = null;
        foreach (DictionaryEntry entry in map)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            switch (entry.Key.ToString()?.ToUpperInvariant())
            {
                case "USERNAME":
                    user = value?.ToString();
                    break;
                case "PASSWORD":
                    password = value as SecureString ?? Secure(value?.ToString());
                    break;
                default:
                    throw new ArgumentTransformationMetadataException($"A credential has UserName and Password, not '{entry.Key}'.");
            }
        }

        return string.IsNullOrEmpty(user)
            ? throw new ArgumentTransformationMetadataException("The credential has no UserName.")
            : new PSCredential(user, password ?? new SecureString());
    }

    private static SecureString Secure(string? text)
    {
        var secure = new SecureString();
        foreach (char c in text ?? "")
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
