using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;
using Amazon.Util.Internal;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Iam;

/// <summary>
/// Settings of the client for IAM. The SDK finds what the environment and the profile say: AWS_ENDPOINT_URL_IAM and AWS_ENDPOINT_URL,
/// FIPS, retries, proxies.
/// </summary>
internal sealed class IamConfig : ClientConfig
{
    /// <summary>Name of the service in the SDK and, in small letters, in signatures.</summary>
    public const string Service = "IAM";

    private readonly AwsPartition _partition;

    /// <summary>Makes the settings for a partition. IAM is global there: its one endpoint signs for one region.</summary>
    public IamConfig(AwsPartition partition)
        : base(new DefaultConfigurationProvider(AmazonSecurityTokenServiceDefaultConfiguration.GetAllConfigurations()))
    {
        _partition = partition;
        ServiceId = Service;
        AuthenticationServiceName = "iam";
        AuthenticationRegion = partition.GlobalRegion;
        EndpointProvider = new OneEndpoint(this);
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "iam";

    /// <inheritdoc/>
    public override string ServiceVersion => "2010-05-08";

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(Service, typeof(IamConfig).Assembly.GetName().Version!.ToString(3));

    /// <summary>The endpoint: what the environment or the profile names, else the partition's.</summary>
    /// <exception cref="OperationException">FIPS is asked for where there is none.</exception>
    public Endpoint Resolve()
    {
        if (ServiceURL is { Length: > 0 } configured)
        {
            return new Endpoint(configured);
        }

        string? host = UseFIPSEndpoint ? _partition.IamFipsHost : _partition.IamHost;
        return host is not null ? new Endpoint($"https://{host}/") : throw new OperationException(
            AwsErrorIds.PartitionUnsupported,
            OperationErrorKind.InvalidInput,
            _partition.Name,
            $"IAM has no FIPS endpoint in the partition {_partition}.",
            "Unset AWS_USE_FIPS_ENDPOINT, or use_fips_endpoint in the profile.");
    }

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => Resolve();

    private sealed class OneEndpoint(IamConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => config.Resolve();
    }
}
