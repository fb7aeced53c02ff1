using System.Collections.Concurrent;
using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Sessions;

/// <summary>
/// Opens sessions. Credentials, endpoints and regions are found as every AWS tool finds them; who a profile is, is asked once however
/// many accounts it leads to.
/// </summary>
public sealed class AwsSessions
{
    // IAM allows few changes a second for an account; the standard mode of the SDK would give up after three attempts.
    private const int Retries = 8;

    private readonly ConcurrentDictionary<string, Lazy<Task<Identity>>> _identities = new(StringComparer.Ordinal);

    /// <summary>Opens a session: finds credentials, asks who they are, and assumes the target's role where one is named.</summary>
    /// <exception cref="OperationException">There are no credentials, they do not work, or they are of another account.</exception>
    public async Task<AwsSession> OpenAsync(AwsTarget target, CancellationToken cancellationToken)
    {
        if (target.AccountId is { } wanted)
        {
            AwsNames.CheckAccountId(wanted);
        }

        Identity identity;
        try
        {
            identity = await _identities
                .GetOrAdd(target.ProfileName ?? "", _ => new Lazy<Task<Identity>>(() => IdentifyAsync(target, cancellationToken)))
                .Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (AwsErrors.Translate(failure, target, cancellationToken) is { } told)
        {
            throw told;
        }

        // In an organisation's list the managing account stands too, and has no role for itself.
        if (target.AccountId is null || target.AccountId == identity.AccountId)
        {
            return Open(target, identity.AccountId, identity, identity.Credentials, identity.Arn);
        }

        if (target.AssumeRoleName is not { } roleName)
        {
            throw new OperationException(
                AwsErrorIds.AccountMismatch,
                OperationErrorKind.InvalidInput,
                target.AccountId,
                $"The credentials {(target.ProfileName is { } profile ? $"of the profile {profile} " : "")}belong to the account {identity.AccountId}, not to {target.AccountId}.",
                "Specify the profile of that account, or -AssumeRoleName with a role in it, such as OrganizationAccountAccessRole.");
        }

        try
        {
            using AmazonSecurityTokenServiceClient sts = CreateSts(target, identity.Credentials, identity.Partition);
            AssumeRoleResponse assumed = await sts.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = $"arn:{identity.Partition.Name}:iam::{target.AccountId}:role/{roleName}",
                    RoleSessionName = string.Create(CultureInfo.InvariantCulture, $"DatadogOps-{Environment.ProcessId}"),
                },
                cancellationToken).ConfigureAwait(false);
            var credentials = new SessionAWSCredentials(assumed.Credentials.AccessKeyId, assumed.Credentials.SecretAccessKey, assumed.Credentials.SessionToken);
            return Open(target, target.AccountId, identity, credentials, assumed.AssumedRoleUser.Arn);
        }
        catch (Exception failure) when (AwsErrors.Translate(failure, target, cancellationToken) is { } told)
        {
            throw told;
        }
    }

    private static AwsSession Open(AwsTarget target, string accountId, Identity identity, AWSCredentials credentials, string caller)
    {
        var config = Configure(new IamConfig(identity.Partition), target);
        return new AwsSession(target, accountId, identity.Partition, caller, new AmazonIdentityManagementServiceClient(credentials, config));
    }

    private static async Task<Identity> IdentifyAsync(AwsTarget target, CancellationToken cancellationToken)
    {
        AWSCredentials credentials = FindProfile(target) ?? await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(new AmazonSecurityTokenServiceConfig()).ConfigureAwait(false);
        using AmazonSecurityTokenServiceClient sts = CreateSts(target, credentials, null);
        GetCallerIdentityResponse caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
        return new Identity(credentials, caller.Account, caller.Arn, AwsPartition.FromName(caller.Arn.Split(':')[1]));
    }

    private static AWSCredentials? FindProfile(AwsTarget target)
    {
        if (target.ProfileName is not { } name)
        {
            return null;
        }

        var chain = new CredentialProfileStoreChain();
        if (!chain.TryGetProfile(name, out _))
        {
            throw new OperationException(
                AwsErrorIds.ProfileNotFound,
                OperationErrorKind.NotFound,
                name,
                $"There is no AWS profile '{name}'.",
                "Look at the names with 'aws configure list-profiles'; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are looked for.");
        }

        return chain.TryGetAWSCredentials(name, out AWSCredentials credentials) ? credentials : throw new OperationException(
            AwsErrorIds.CredentialsMissing,
            OperationErrorKind.AuthenticationFailed,
            name,
            $"The AWS profile '{name}' holds no credentials.",
            "Complete it with 'aws configure', or log in with 'aws sso login' where it is one of IAM Identity Center.");
    }

    private static AmazonSecurityTokenServiceClient CreateSts(AwsTarget target, AWSCredentials credentials, AwsPartition? partition)
    {
        AmazonSecurityTokenServiceConfig config = Configure(new AmazonSecurityTokenServiceConfig(), target);
        string region = config.RegionEndpoint?.SystemName ?? (partition ?? AwsPartition.Aws).GlobalRegion;

        // To set the region would make the SDK forget an endpoint that the environment or the profile names.
        if (config.ServiceURL is { Length: > 0 })
        {
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return new AmazonSecurityTokenServiceClient(credentials, config);
    }

    private static TConfig Configure<TConfig>(TConfig config, AwsTarget target)
        where TConfig : ClientConfig
    {
        if (target.ProfileName is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        config.Timeout = target.Timeout;
        if (Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS") is null)
        {
            config.MaxErrorRetry = Retries;
        }

        return config;
    }

    private sealed record Identity(AWSCredentials Credentials, string AccountId, string Arn, AwsPartition Partition);
}
