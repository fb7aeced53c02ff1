using DatadogOps.Aws.Sessions;

namespace DatadogOps.Commands.Aws;

/// <summary>The accounts that the parameters select.</summary>
internal static class AwsTargets
{
    /// <summary>Each account with each profile; by default, the account of the default credentials.</summary>
    public static IEnumerable<AwsTarget> Of(string[]? profileName, string[]? accountId, string? assumeRoleName, int timeoutSec)
    {
        foreach (string? profile in profileName is { Length: > 0 } ? profileName : [null!])
        {
            foreach (string? account in accountId is { Length: > 0 } ? accountId : [null!])
            {
                yield return new AwsTarget
                {
                    ProfileName = profile is { Length: > 0 } ? profile : null,
                    AccountId = account,
                    AssumeRoleName = assumeRoleName,
                    Timeout = TimeSpan.FromSeconds(timeoutSec),
                };
            }
        }
    }
}
