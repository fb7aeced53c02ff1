using System.Net;
using System.Security;

namespace System.Management.Automation;

public sealed class PSCredential(string userName, SecureString password)
{
    public static PSCredential? Empty => null;

    public SecureString Password { get; } = password;

    public string UserName { get; } = userName;

    public static explicit operator NetworkCredential(PSCredential credential) => credential.GetNetworkCredential();

    /// <summary>The user name as domain and name, and the password; <c>DOMAIN\name</c> is split as PowerShell does.</summary>
    public NetworkCredential GetNetworkCredential()
    {
        int slash = UserName.IndexOf('\\', StringComparison.Ordinal);
        return slash > 0
            ? new NetworkCredential(UserName[(slash + 1)..], Password, UserName[..slash])
            : new NetworkCredential(UserName, Password);
    }
}

[Flags]
public enum PSCredentialTypes
{
    Generic = 1,
    Domain = 2,
    Default = 3,
}
