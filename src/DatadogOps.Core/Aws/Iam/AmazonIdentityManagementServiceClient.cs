using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace DatadogOps.Aws.Iam;

/// <summary>
/// IAM over the SDK's own pipeline: credentials, signatures, retries and HTTP are the SDK's; requests and answers are ours, since the
/// service's package is not at hand. The pipeline's classes are in namespaces called Internal, so the SDK's version is pinned.
/// </summary>
internal sealed class AmazonIdentityManagementServiceClient(AWSCredentials credentials, IamConfig config) : AmazonServiceClient(credentials, config), IAmazonIdentityManagementService
{
    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new IamMetadata();

    public Task<GetRoleResponse> GetRoleAsync(GetRoleRequest request, CancellationToken cancellationToken) => CallAsync<GetRoleResponse>(request, cancellationToken);

    public Task<ListRolesResponse> ListRolesAsync(ListRolesRequest request, CancellationToken cancellationToken) => CallAsync<ListRolesResponse>(request, cancellationToken);

    public Task<CreateRoleResponse> CreateRoleAsync(CreateRoleRequest request, CancellationToken cancellationToken) => CallAsync<CreateRoleResponse>(request, cancellationToken);

    public Task<IamResponse> UpdateRoleAsync(UpdateRoleRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> UpdateAssumeRolePolicyAsync(UpdateAssumeRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> DeleteRoleAsync(DeleteRoleRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> TagRoleAsync(TagRoleRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> PutRolePermissionsBoundaryAsync(PutRolePermissionsBoundaryRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> DeleteRolePermissionsBoundaryAsync(DeleteRolePermissionsBoundaryRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<ListRolePoliciesResponse> ListRolePoliciesAsync(ListRolePoliciesRequest request, CancellationToken cancellationToken) => CallAsync<ListRolePoliciesResponse>(request, cancellationToken);

    public Task<GetRolePolicyResponse> GetRolePolicyAsync(GetRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<GetRolePolicyResponse>(request, cancellationToken);

    public Task<IamResponse> PutRolePolicyAsync(PutRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> DeleteRolePolicyAsync(DeleteRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<ListAttachedRolePoliciesResponse> ListAttachedRolePoliciesAsync(ListAttachedRolePoliciesRequest request, CancellationToken cancellationToken) => CallAsync<ListAttachedRolePoliciesResponse>(request, cancellationToken);

    public Task<IamResponse> AttachRolePolicyAsync(AttachRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> DetachRolePolicyAsync(DetachRolePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<ListPoliciesResponse> ListPoliciesAsync(ListPoliciesRequest request, CancellationToken cancellationToken) => CallAsync<ListPoliciesResponse>(request, cancellationToken);

    public Task<CreatePolicyResponse> CreatePolicyAsync(CreatePolicyRequest request, CancellationToken cancellationToken) => CallAsync<CreatePolicyResponse>(request, cancellationToken);

    public Task<IamResponse> DeletePolicyAsync(DeletePolicyRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<GetPolicyVersionResponse> GetPolicyVersionAsync(GetPolicyVersionRequest request, CancellationToken cancellationToken) => CallAsync<GetPolicyVersionResponse>(request, cancellationToken);

    public Task<ListPolicyVersionsResponse> ListPolicyVersionsAsync(ListPolicyVersionsRequest request, CancellationToken cancellationToken) => CallAsync<ListPolicyVersionsResponse>(request, cancellationToken);

    public Task<IamResponse> CreatePolicyVersionAsync(CreatePolicyVersionRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    public Task<IamResponse> DeletePolicyVersionAsync(DeletePolicyVersionRequest request, CancellationToken cancellationToken) => CallAsync<IamResponse>(request, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new IamEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new IamAuthentication());
    }

    private Task<TResponse> CallAsync<TResponse>(IamRequest request, CancellationToken cancellationToken)
        where TResponse : IamResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions { RequestMarshaller = IamMarshaller.Instance, ResponseUnmarshaller = IamUnmarshaller<TResponse>.Instance },
            cancellationToken);

    private sealed class IamMetadata : IServiceMetadata
    {
        public string ServiceId => IamConfig.Service;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class IamAuthentication : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class IamEndpointResolver : BaseEndpointResolver
    {
        // The settings know the endpoint: it depends on nothing in the request.
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }
}
