using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;

namespace DatadogOps.Aws.Iam;

/// <summary>An answer of IAM; by itself, one that says no more than that it was done.</summary>
internal class IamResponse : AmazonWebServiceResponse
{
    /// <summary>Takes what the element <c>...Result</c> of the answer holds.</summary>
    internal virtual void Read(XElement result)
    {
    }
}

/// <summary>An answer in pages.</summary>
internal abstract class IamPagedResponse : IamResponse
{
    /// <summary>Whether more follows.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Where this page ended.</summary>
    public string? Marker { get; private set; }

    internal override void Read(XElement result)
    {
        IsTruncated = result.Text("IsTruncated") == "true";
        Marker = result.Text("Marker");
    }
}

internal sealed class GetRoleResponse : IamResponse
{
    public Role Role { get; private set; } = new();

    internal override void Read(XElement result) => Role = Role.Of(result.Child("Role"));
}

internal sealed class CreateRoleResponse : IamResponse
{
    public Role Role { get; private set; } = new();

    internal override void Read(XElement result) => Role = Role.Of(result.Child("Role"));
}

internal sealed class ListRolesResponse : IamPagedResponse
{
    public IReadOnlyList<Role> Roles { get; private set; } = [];

    internal override void Read(XElement result)
    {
        base.Read(result);
        Roles = [.. result.Members("Roles").Select(Role.Of)];
    }
}

internal sealed class ListRolePoliciesResponse : IamPagedResponse
{
    public IReadOnlyList<string> PolicyNames { get; private set; } = [];

    internal override void Read(XElement result)
    {
        base.Read(result);
        PolicyNames = [.. result.Members("PolicyNames").Select(name => name.Value)];
    }
}

internal sealed class GetRolePolicyResponse : IamResponse
{
    public string PolicyDocument { get; private set; } = "";

    internal override void Read(XElement result) => PolicyDocument = result.Text("PolicyDocument") ?? "";
}

internal sealed class ListAttachedRolePoliciesResponse : IamPagedResponse
{
    public IReadOnlyList<AttachedPolicyType> AttachedPolicies { get; private set; } = [];

    internal override void Read(XElement result)
    {
        base.Read(result);
        AttachedPolicies = [.. result.Members("AttachedPolicies").Select(one => new AttachedPolicyType { PolicyArn = one.Text("PolicyArn") ?? "", PolicyName = one.Text("PolicyName") ?? "" })];
    }
}

internal sealed class ListPoliciesResponse : IamPagedResponse
{
    public IReadOnlyList<ManagedPolicy> Policies { get; private set; } = [];

    internal override void Read(XElement result)
    {
        base.Read(result);
        Policies = [.. result.Members("Policies").Select(ManagedPolicy.Of)];
    }
}

internal sealed class CreatePolicyResponse : IamResponse
{
    public ManagedPolicy Policy { get; private set; } = new();

    internal override void Read(XElement result) => Policy = ManagedPolicy.Of(result.Child("Policy"));
}

internal sealed class GetPolicyVersionResponse : IamResponse
{
    public PolicyVersion PolicyVersion { get; private set; } = new();

    internal override void Read(XElement result) => PolicyVersion = PolicyVersion.Of(result.Child("PolicyVersion"));
}

internal sealed class ListPolicyVersionsResponse : IamPagedResponse
{
    public IReadOnlyList<PolicyVersion> Versions { get; private set; } = [];

    internal override void Read(XElement result)
    {
        base.Read(result);
        Versions = [.. result.Members("Versions").Select(PolicyVersion.Of)];
    }
}

/// <summary>Elements by their local names: IAM's namespace is the same throughout.</summary>
internal static class IamXml
{
    public static XElement Child(this XElement parent, string name) =>
        parent.Elements().FirstOrDefault(child => child.Name.LocalName == name) ?? new XElement(name);

    public static string? Text(this XElement parent, string name) =>
        parent.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    public static IEnumerable<XElement> Members(this XElement parent, string name) =>
        parent.Child(name).Elements().Where(child => child.Name.LocalName == "member");

    public static DateTimeOffset? Time(this XElement parent, string name) =>
        DateTimeOffset.TryParse(parent.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
