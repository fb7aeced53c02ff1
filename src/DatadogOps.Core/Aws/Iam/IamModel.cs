using System.Globalization;
using System.Xml.Linq;

namespace DatadogOps.Aws.Iam;

internal sealed record Tag(string Key, string Value);

internal sealed record Role
{
    public string RoleName { get; init; } = "";

    public string Arn { get; init; } = "";

    public string Path { get; init; } = "/";

    /// <summary>The trust policy, URL-encoded as IAM sends it.</summary>
    public string AssumeRolePolicyDocument { get; init; } = "";

    public string? Description { get; init; }

    public int MaxSessionDuration { get; init; } = 3600;

    public string? PermissionsBoundaryArn { get; init; }

    public DateTimeOffset? CreateDate { get; init; }

    public DateTimeOffset? LastUsedDate { get; init; }

    public IReadOnlyList<Tag> Tags { get; init; } = [];

    internal static Role Of(XElement element) => new()
    {
        RoleName = element.Text("RoleName") ?? "",
        Arn = element.Text("Arn") ?? "",
        Path = element.Text("Path") ?? "/",
        AssumeRolePolicyDocument = element.Text("AssumeRolePolicyDocument") ?? "",
        Description = element.Text("Description"),
        MaxSessionDuration = int.TryParse(element.Text("MaxSessionDuration"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? seconds : 3600,
        PermissionsBoundaryArn = element.Child("PermissionsBoundary").Text("PermissionsBoundaryArn"),
        CreateDate = element.Time("CreateDate"),
        LastUsedDate = element.Child("RoleLastUsed").Time("LastUsedDate"),
        Tags = [.. element.Members("Tags").Select(tag => new Tag(tag.Text("Key") ?? "", tag.Text("Value") ?? ""))],
    };
}

internal sealed record AttachedPolicyType
{
    public string PolicyArn { get; init; } = "";

    public string PolicyName { get; init; } = "";
}

internal sealed record ManagedPolicy
{
    public string Arn { get; init; } = "";

    public string PolicyName { get; init; } = "";

    public string Path { get; init; } = "/";

    public string DefaultVersionId { get; init; } = "";

    internal static ManagedPolicy Of(XElement element) => new()
    {
        Arn = element.Text("Arn") ?? "",
        PolicyName = element.Text("PolicyName") ?? "",
        Path = element.Text("Path") ?? "/",
        DefaultVersionId = element.Text("DefaultVersionId") ?? "",
    };
}

internal sealed record PolicyVersion
{
    public string VersionId { get; init; } = "";

    public bool IsDefaultVersion { get; init; }

    /// <summary>The document, URL-encoded as IAM sends it; empty in lists.</summary>
    public string Document { get; init; } = "";

    internal static PolicyVersion Of(XElement element) => new()
    {
        VersionId = element.Text("VersionId") ?? "",
        IsDefaultVersion = element.Text("IsDefaultVersion") == "true",
        Document = element.Text("Document") ?? "",
    };
}
