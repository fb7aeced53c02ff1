namespace DatadogOps.Aws.Iam;

internal sealed class ListPoliciesRequest : IamPagedRequest
{
    /// <summary><c>Local</c> for the account's own.</summary>
    public string? Scope { get; init; }

    public string? PathPrefix { get; init; }

    internal override void Write(IamValues values)
    {
        base.Write(values);
        values.Add("Scope", Scope).Add("PathPrefix", PathPrefix);
    }
}

internal sealed class CreatePolicyRequest : IamRequest
{
    public required string PolicyName { get; init; }

    public string? Path { get; init; }

    public required string PolicyDocument { get; init; }

    public IReadOnlyList<Tag> Tags { get; init; } = [];

    internal override void Write(IamValues values) => values.Add("PolicyName", PolicyName).Add("Path", Path).Add("PolicyDocument", PolicyDocument).Add("Tags", Tags);
}

internal sealed class DeletePolicyRequest : IamRequest
{
    public required string PolicyArn { get; init; }

    internal override void Write(IamValues values) => values.Add("PolicyArn", PolicyArn);
}

internal sealed class GetPolicyVersionRequest : IamRequest
{
    public required string PolicyArn { get; init; }

    public required string VersionId { get; init; }

    internal override void Write(IamValues values) => values.Add("PolicyArn", PolicyArn).Add("VersionId", VersionId);
}

internal sealed class ListPolicyVersionsRequest : IamPagedRequest
{
    public required string PolicyArn { get; init; }

    internal override void Write(IamValues values)
    {
        base.Write(values);
        values.Add("PolicyArn", PolicyArn);
    }
}

internal sealed class CreatePolicyVersionRequest : IamRequest
{
    public required string PolicyArn { get; init; }

    public required string PolicyDocument { get; init; }

    public bool SetAsDefault { get; init; }

    internal override void Write(IamValues values) => values.Add("PolicyArn", PolicyArn).Add("PolicyDocument", PolicyDocument).Add("SetAsDefault", SetAsDefault ? "true" : "false");
}

internal sealed class DeletePolicyVersionRequest : IamRequest
{
    public required string PolicyArn { get; init; }

    public required string VersionId { get; init; }

    internal override void Write(IamValues values) => values.Add("PolicyArn", PolicyArn).Add("VersionId", VersionId);
}
