using System.Text.Json.Nodes;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Aws;

/// <summary>
/// External ids that this intake generated: 32 hex digits, good for 48 hours until an account first uses them, and from
/// then on for that account alone.
/// </summary>
internal sealed class ExternalIds(DocumentStore documents, TimeProvider clock)
{
    private const string Kind = "aws_external_id";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);

    /// <summary>Makes one.</summary>
    public string Generate(List<DocumentChange> changes)
    {
        string id = Guid.NewGuid().ToString("N");
        changes.Add(new DocumentChange(Kind, id, new JsonObject { ["created"] = clock.GetUtcNow().ToUnixTimeSeconds() }.ToBytes()));
        return id;
    }

    /// <summary>Takes one into use for an account.</summary>
    /// <exception cref="Http.RequestException">It is not Datadog's, too old, or another account's.</exception>
    public void Use(string id, string awsAccountId, List<DocumentChange> changes)
    {
        JsonObject known = documents.Find(Kind, id) ?? throw AwsErrors.InvalidExternalId();
        string? owner = known["account"]?.GetValue<string>();
        bool isFresh = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(known["created"]!.GetValue<long>()) <= Lifetime;
        if (owner is null ? !isFresh : owner != awsAccountId)
        {
            throw AwsErrors.InvalidExternalId();
        }

        known["account"] = awsAccountId;
        changes.Add(new DocumentChange(Kind, id, known.ToBytes()));
    }

    /// <summary>Makes one that an account uses from the start.</summary>
    public string GenerateFor(string awsAccountId, List<DocumentChange> changes)
    {
        string id = Guid.NewGuid().ToString("N");
        changes.Add(new DocumentChange(Kind, id, new JsonObject { ["created"] = clock.GetUtcNow().ToUnixTimeSeconds(), ["account"] = awsAccountId }.ToBytes()));
        return id;
    }
}
