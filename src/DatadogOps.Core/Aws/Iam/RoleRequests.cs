namespace DatadogOps.Aws.Iam;

internal sealed class GetRoleRequest : IamRequest
{
    public required string RoleName { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName);
}

internal sealed class ListRolesRequest : IamPagedRequest;

internal sealed class CreateRoleRequest : IamRequest
{
    public required string RoleName { get; init; }

    public string? Path { get; init; }

    public required string AssumeRolePolicyDocument { get; init; }

    public string? Description { get; init; }

    public int? MaxSessionDuration { get; init; }

    public string? PermissionsBoundary { get; init; }

    public IReadOnlyList<Tag> Tags { get; init; } = [];

    internal override void Write(IamValues values) => values
        .Add("RoleName", RoleName)
        .Add("Path", Path)
        .Add("AssumeRolePolicyDocument", AssumeRolePolicyDocument)
        .Add("Description", Description)
        .Add("MaxSessionDuration", MaxSessionDuration)
        .Add("PermissionsBoundary", PermissionsBoundary)
        .Add("Tags", Tags);
}

internal sealed class UpdateRoleRequest : IamRequest
{
    public required string RoleName { get; init; }

    public string? Description { get; init; }

    public int? MaxSessionDuration { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("Description", Description).Add("MaxSessionDuration", MaxSessionDuration);
}

internal sealed class UpdateAssumeRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyDocument { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyDocument", PolicyDocument);
}

internal sealed class DeleteRoleRequest : IamRequest
{
    public required string RoleName { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName);
}

internal sealed class TagRoleRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("Tags", Tags);
}

internal sealed class PutRolePermissionsBoundaryRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PermissionsBoundary { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PermissionsBoundary", PermissionsBoundary);
}

internal sealed class DeleteRolePermissionsBoundaryRequest : IamRequest
{
    public required string RoleName { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName);
}

internal sealed class ListRolePoliciesRequest : IamPagedRequest
{
    public required string RoleName { get; init; }

    internal override void Write(IamValues values)
    {
        base.Write(values);
        values.Add("RoleName", RoleName);
    }
}

internal sealed class GetRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyName", PolicyName);
}

internal sealed class PutRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    public required string PolicyDocument { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyName", PolicyName).Add("PolicyDocument", PolicyDocument);
}

internal sealed class DeleteRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyName", PolicyName);
}

internal sealed class ListAttachedRolePoliciesRequest : IamPagedRequest
{
    public required string RoleName { get; init; }

    internal override void Write(IamValues values)
    {
        base.Write(values);
        values.Add("RoleName", RoleName);
    }
}

internal sealed class AttachRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyArn { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyArn", PolicyArn);
}

internal sealed class DetachRolePolicyRequest : IamRequest
{
    public required string RoleName { get; init; }

    public required string PolicyArn { get; init; }

    internal override void Write(IamValues values) => values.Add("RoleName", RoleName).Add("PolicyArn", PolicyArn);
}
