namespace DatadogOps.Aws.Accounts;

/// <summary>An external id that Datadog generated.</summary>
public sealed record DatadogAwsExternalId
{
    /// <summary>How long Datadog keeps an id that is not used (Datadog API reference, "Generate a new external ID").</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);

    /// <summary>The id: 32 hexadecimal digits.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Site of the organisation that it belongs to; null for an address of one's own, which no role can be told from.</summary>
    public string? Site { get; init; }

    /// <summary>Until when an account has to be registered with it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id itself.</summary>
    public override string ToString() => ExternalId;
}
