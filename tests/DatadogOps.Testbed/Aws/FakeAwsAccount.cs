using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace DatadogOps.Testbed.Aws;

/// <summary>A role of a fake account.</summary>
public sealed class FakeAwsRole
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Path.</summary>
    public required string Path { get; init; }

    /// <summary>Trust policy.</summary>
    public required string Trust { get; set; }

    /// <summary>Longest session in seconds.</summary>
    public int MaxSessionDuration { get; set; } = 3600;

    /// <summary>ARN of the boundary.</summary>
    public string? Boundary { get; set; }

    /// <summary>Tags.</summary>
    public SortedDictionary<string, string> Tags { get; } = [];

    /// <summary>Inline policies by name.</summary>
    public SortedDictionary<string, string> Inline { get; } = new(StringComparer.Ordinal);

    /// <summary>ARNs of attached policies.</summary>
    public SortedSet<string> Attached { get; } = new(StringComparer.Ordinal);
}

/// <summary>A managed policy of a fake account.</summary>
public sealed class FakeAwsPolicy
{
    /// <summary>ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Versions by number.</summary>
    public SortedDictionary<int, string> Versions { get; } = [];

    /// <summary>Number of the default version.</summary>
    public int Default { get; set; } = 1;

    /// <summary>Number of the next version.</summary>
    public int Next { get; set; } = 2;
}

/// <summary>IAM of one account, with the quotas that AWS has by default. Lists come two entries a page, so that paging shows.</summary>
public sealed class FakeAwsAccount(string id, string partition)
{
    private const int PageSize = 2;

    private readonly Lock _lock = new();

    /// <summary>Roles by name; names differ by more than their case.</summary>
    public SortedDictionary<string, FakeAwsRole> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Managed policies by ARN.</summary>
    public SortedDictionary<string, FakeAwsPolicy> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Managed policies that a role may have.</summary>
    public int AttachmentQuota { get; set; } = 10;

    /// <summary>All there is, for comparing; the same text for the same state.</summary>
    public string State()
    {
        lock (_lock)
        {
            return JsonSerializer.Serialize(new
            {
                Roles = Roles.Values.Select(role => new { role.Name, role.Trust, role.MaxSessionDuration, role.Boundary, role.Tags, role.Inline, role.Attached }),
                Policies = Policies.Values.Select(policy => new { policy.Arn, Document = policy.Versions[policy.Default] }),
            });
        }
    }

    /// <summary>Whether the trust policy lets the root of an account in, with that external id.</summary>
    public bool CanAssume(string roleName, string callerAccount, string? externalId)
    {
        lock (_lock)
        {
            return Roles.TryGetValue(roleName, out FakeAwsRole? role)
                && TrustEvaluator.Allows(role.Trust, $"arn:{partition}:iam::{callerAccount}:root", externalId is null ? new() : new() { ["sts:ExternalId"] = externalId });
        }
    }

    internal XElement Do(FakeAwsRequest request)
    {
        lock (_lock)
        {
            return request.Action switch
            {
                "GetRole" => new XElement("R", RoleElement(Role(request), whole: true)),
                "ListRoles" => Page(request, "Roles", Roles.Values.Select(role => RoleElement(role, whole: false, "member"))),
                "CreateRole" => CreateRole(request),
                "UpdateRole" => With(Role(request), role => role.MaxSessionDuration = int.Parse(request["MaxSessionDuration"], CultureInfo.InvariantCulture)),
                "UpdateAssumeRolePolicy" => With(Role(request), role => role.Trust = Checked(request["PolicyDocument"], 2048, isTrust: true)),
                "DeleteRole" => DeleteRole(Role(request)),
                "TagRole" => With(Role(request), role => Tag(role, request)),
                "PutRolePermissionsBoundary" => With(Role(request), role => role.Boundary = request["PermissionsBoundary"]),
                "DeleteRolePermissionsBoundary" => With(Role(request), role => role.Boundary = null),
                "ListRolePolicies" => Page(request, "PolicyNames", Role(request).Inline.Keys.Select(name => new XElement("member", name))),
                "GetRolePolicy" => GetRolePolicy(request),
                "PutRolePolicy" => PutRolePolicy(request),
                "DeleteRolePolicy" => With(Role(request), role => Require(role.Inline.Remove(request["PolicyName"]), request["PolicyName"])),
                "ListAttachedRolePolicies" => Page(request, "AttachedPolicies", Role(request).Attached.Select(arn => new XElement("member", new XElement("PolicyArn", arn), new XElement("PolicyName", NameOf(arn))))),
                "AttachRolePolicy" => Attach(request),
                "DetachRolePolicy" => With(Role(request), role => Require(role.Attached.Remove(request["PolicyArn"]), request["PolicyArn"])),
                "ListPolicies" => Page(request, "Policies", Policies.Values.Where(policy => policy.Arn.Contains(":policy" + request["PathPrefix"], StringComparison.Ordinal)).Select(policy => PolicyElement(policy, "member"))),
                "CreatePolicy" => CreatePolicy(request),
                "DeletePolicy" => DeletePolicy(request),
                "GetPolicyVersion" => GetPolicyVersion(request),
                "ListPolicyVersions" => Page(request, "Versions", Policy(request).Versions.Keys.Select(number => VersionElement(Policy(request), number, false, "member"))),
                "CreatePolicyVersion" => CreatePolicyVersion(request),
                "DeletePolicyVersion" => DeletePolicyVersion(request),
                _ => throw new FakeAwsException(400, "InvalidAction", $"There is no action {request.Action} here."),
            };
        }
    }

    private static XElement With<T>(T item, Action<T> change)
    {
        change(item);
        return new XElement("R");
    }

    private static void Require(bool was, string what)
    {
        if (!was)
        {
            throw new FakeAwsException(404, "NoSuchEntity", $"{what} cannot be found.");
        }
    }

    private static void Limit(bool fits, string message)
    {
        if (!fits)
        {
            throw new FakeAwsException(409, "LimitExceeded", message);
        }
    }

    private static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static int Size(string document) => document.Count(c => !char.IsWhiteSpace(c));

    private static string Checked(string document, int limit, bool isTrust = false)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(document);
            foreach (JsonElement statement in json.RootElement.GetProperty("Statement").EnumerateArray())
            {
                _ = statement.GetProperty("Effect").GetString();
                _ = statement.GetProperty("Action");
                _ = statement.GetProperty(isTrust ? "Principal" : "Resource");
            }
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FakeAwsException(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }

        Limit(Size(document) <= limit, $"Cannot exceed quota for PolicySize: {limit}");
        return document;
    }

    private static void Tag(FakeAwsRole role, FakeAwsRequest request)
    {
        foreach ((string key, string value) in request.Tags())
        {
            role.Tags[key] = value;
        }
    }

    private static XElement Page(FakeAwsRequest request, string name, IEnumerable<XElement> items)
    {
        XElement[] all = [.. items];
        int start = int.Parse(request.Find("Marker") ?? "0", CultureInfo.InvariantCulture);
        bool more = all.Length > start + PageSize;
        return new XElement("R", new XElement(name, all.Skip(start).Take(PageSize)), new XElement("IsTruncated", more ? "true" : "false"), more ? new XElement("Marker", start + PageSize) : null);
    }

    private static XElement RoleElement(FakeAwsRole role, bool whole, string name = "Role") => new(
        name,
        new XElement("Path", role.Path),
        new XElement("RoleName", role.Name),
        new XElement("Arn", role.Arn),
        new XElement("CreateDate", "2026-01-02T03:04:05Z"),
        new XElement("AssumeRolePolicyDocument", Uri.EscapeDataString(role.Trust)),
        new XElement("MaxSessionDuration", role.MaxSessionDuration),
        whole && role.Boundary is { } boundary ? new XElement("PermissionsBoundary", new XElement("PermissionsBoundaryArn", boundary)) : null,
        whole ? new XElement("Tags", role.Tags.Select(tag => new XElement("member", new XElement("Key", tag.Key), new XElement("Value", tag.Value)))) : null);

    private static XElement PolicyElement(FakeAwsPolicy policy, string name = "Policy") => new(
        name,
        new XElement("PolicyName", NameOf(policy.Arn)),
        new XElement("Arn", policy.Arn),
        new XElement("DefaultVersionId", $"v{policy.Default}"));

    private static XElement VersionElement(FakeAwsPolicy policy, int number, bool withDocument, string name = "PolicyVersion") => new(
        name,
        new XElement("VersionId", $"v{number}"),
        new XElement("IsDefaultVersion", number == policy.Default ? "true" : "false"),
        withDocument ? new XElement("Document", Uri.EscapeDataString(policy.Versions[number])) : null);

    private FakeAwsRole Role(FakeAwsRequest request) =>
        Roles.GetValueOrDefault(request["RoleName"]) ?? throw new FakeAwsException(404, "NoSuchEntity", $"The role with name {request["RoleName"]} cannot be found.");

    private FakeAwsPolicy Policy(FakeAwsRequest request) =>
        Policies.GetValueOrDefault(request["PolicyArn"]) ?? throw new FakeAwsException(404, "NoSuchEntity", $"Policy {request["PolicyArn"]} was not found.");

    private XElement CreateRole(FakeAwsRequest request)
    {
        string name = request["RoleName"];
        if (Roles.ContainsKey(name))
        {
            throw new FakeAwsException(409, "EntityAlreadyExists", $"Role with name {name} already exists.");
        }

        string path = request.Find("Path") ?? "/";
        var role = new FakeAwsRole
        {
            Name = name,
            Path = path,
            Arn = $"arn:{partition}:iam::{id}:role{path}{name}",
            Trust = Checked(request["AssumeRolePolicyDocument"], 2048, isTrust: true),
            MaxSessionDuration = int.Parse(request.Find("MaxSessionDuration") ?? "3600", CultureInfo.InvariantCulture),
            Boundary = request.Find("PermissionsBoundary"),
        };
        Tag(role, request);
        Roles[name] = role;
        return new XElement("R", RoleElement(role, whole: true));
    }

    private XElement DeleteRole(FakeAwsRole role)
    {
        if (role.Inline.Count > 0 || role.Attached.Count > 0)
        {
            throw new FakeAwsException(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        }

        Roles.Remove(role.Name);
        return new XElement("R");
    }

    private XElement GetRolePolicy(FakeAwsRequest request)
    {
        Require(Role(request).Inline.TryGetValue(request["PolicyName"], out string? document), request["PolicyName"]);
        return new XElement("R", new XElement("PolicyName", request["PolicyName"]), new XElement("PolicyDocument", Uri.EscapeDataString(document!)));
    }

    private XElement PutRolePolicy(FakeAwsRequest request)
    {
        FakeAwsRole role = Role(request);
        string document = Checked(request["PolicyDocument"], 10_240);
        Limit(role.Inline.Where(one => one.Key != request["PolicyName"]).Sum(one => Size(one.Value)) + Size(document) <= 10_240, "Maximum policy size of 10240 bytes exceeded for role");
        role.Inline[request["PolicyName"]] = document;
        return new XElement("R");
    }

    private XElement Attach(FakeAwsRequest request)
    {
        FakeAwsRole role = Role(request);
        string arn = request["PolicyArn"];
        Require(arn.Contains("::aws:policy/", StringComparison.Ordinal) || Policies.ContainsKey(arn), arn);
        Limit(role.Attached.Contains(arn) || role.Attached.Count < AttachmentQuota, $"Cannot exceed quota for PoliciesPerRole: {AttachmentQuota}");
        role.Attached.Add(arn);
        return new XElement("R");
    }

    private XElement CreatePolicy(FakeAwsRequest request)
    {
        string arn = $"arn:{partition}:iam::{id}:policy{request.Find("Path") ?? "/"}{request["PolicyName"]}";
        if (Policies.ContainsKey(arn))
        {
            throw new FakeAwsException(409, "EntityAlreadyExists", $"A policy called {request["PolicyName"]} already exists.");
        }

        var policy = new FakeAwsPolicy { Arn = arn, Versions = { [1] = Checked(request["PolicyDocument"], 6_144) } };
        Policies[arn] = policy;
        return new XElement("R", PolicyElement(policy));
    }

    private XElement DeletePolicy(FakeAwsRequest request)
    {
        FakeAwsPolicy policy = Policy(request);
        if (policy.Versions.Count > 1 || Roles.Values.Any(role => role.Attached.Contains(policy.Arn)))
        {
            throw new FakeAwsException(409, "DeleteConflict", "This policy has more than one version, or is attached.");
        }

        Policies.Remove(policy.Arn);
        return new XElement("R");
    }

    private XElement GetPolicyVersion(FakeAwsRequest request)
    {
        int number = int.Parse(request["VersionId"][1..], CultureInfo.InvariantCulture);
        Require(Policy(request).Versions.ContainsKey(number), request["VersionId"]);
        return new XElement("R", VersionElement(Policy(request), number, withDocument: true));
    }

    private XElement CreatePolicyVersion(FakeAwsRequest request)
    {
        FakeAwsPolicy policy = Policy(request);
        Limit(policy.Versions.Count < 5, "A managed policy can have up to 5 versions.");
        policy.Versions[policy.Next] = Checked(request["PolicyDocument"], 6_144);
        policy.Default = request.Find("SetAsDefault") == "true" ? policy.Next : policy.Default;
        policy.Next++;
        return new XElement("R");
    }

    private XElement DeletePolicyVersion(FakeAwsRequest request)
    {
        FakeAwsPolicy policy = Policy(request);
        int number = int.Parse(request["VersionId"][1..], CultureInfo.InvariantCulture);
        if (number == policy.Default)
        {
            throw new FakeAwsException(409, "DeleteConflict", "Cannot delete the default version of a policy.");
        }

        Require(policy.Versions.Remove(number), request["VersionId"]);
        return new XElement("R");
    }
}
