namespace DatadogOps.Aws.Policies;

/// <summary>A policy of IAM: a list of statements (IAM JSON policy elements reference, version 2012-10-17).</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>Actions that the statements allow, each once; what is written, not what it matches.</summary>
    public IEnumerable<string> AllowedActions =>
        Statements.Where(statement => statement.IsAllow).SelectMany(statement => statement.Actions).Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One statement. Lists are empty where the element is absent.</summary>
internal sealed record PolicyStatement
{
    /// <summary>Name, or null.</summary>
    public string? Sid { get; init; }

    /// <summary>Allow, or Deny.</summary>
    public bool IsAllow { get; init; } = true;

    /// <summary>Principals by kind: <c>AWS</c>, <c>Service</c>, <c>Federated</c>; <c>*</c> alone is AWS:*.</summary>
    public IReadOnlyList<PolicyPrincipal> Principals { get; init; } = [];

    /// <summary>Action.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Resource.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Condition.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Elements that say what is not meant (NotAction, NotPrincipal, NotResource), by name, with their text.</summary>
    public IReadOnlyList<(string Name, string Text)> Negations { get; init; } = [];
}

/// <summary>Who a statement is about.</summary>
internal sealed record PolicyPrincipal(string Kind, string Value);

/// <summary>A condition: an operator, a key and the values of which one must fit.</summary>
internal sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values);
