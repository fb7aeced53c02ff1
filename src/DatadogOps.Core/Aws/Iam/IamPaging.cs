using System.Runtime.CompilerServices;

namespace DatadogOps.Aws.Iam;

/// <summary>Lists of IAM, page by page.</summary>
internal static class IamPaging
{
    // The most that IAM gives; fewer calls count against the account's rate.
    private const int PageSize = 1000;

    public static IAsyncEnumerable<Role> AllRolesAsync(this IAmazonIdentityManagementService iam, CancellationToken cancellationToken) =>
        PagesAsync(new ListRolesRequest(), iam.ListRolesAsync, page => page.Roles, cancellationToken);

    public static IAsyncEnumerable<string> AllRolePoliciesAsync(this IAmazonIdentityManagementService iam, string roleName, CancellationToken cancellationToken) =>
        PagesAsync(new ListRolePoliciesRequest { RoleName = roleName }, iam.ListRolePoliciesAsync, page => page.PolicyNames, cancellationToken);

    public static IAsyncEnumerable<AttachedPolicyType> AllAttachedRolePoliciesAsync(this IAmazonIdentityManagementService iam, string roleName, CancellationToken cancellationToken) =>
        PagesAsync(new ListAttachedRolePoliciesRequest { RoleName = roleName }, iam.ListAttachedRolePoliciesAsync, page => page.AttachedPolicies, cancellationToken);

    public static IAsyncEnumerable<ManagedPolicy> AllPoliciesAsync(this IAmazonIdentityManagementService iam, string pathPrefix, CancellationToken cancellationToken) =>
        PagesAsync(new ListPoliciesRequest { Scope = "Local", PathPrefix = pathPrefix }, iam.ListPoliciesAsync, page => page.Policies, cancellationToken);

    public static IAsyncEnumerable<PolicyVersion> AllPolicyVersionsAsync(this IAmazonIdentityManagementService iam, string policyArn, CancellationToken cancellationToken) =>
        PagesAsync(new ListPolicyVersionsRequest { PolicyArn = policyArn }, iam.ListPolicyVersionsAsync, page => page.Versions, cancellationToken);

    private static async IAsyncEnumerable<T> PagesAsync<TRequest, TResponse, T>(
        TRequest request,
        Func<TRequest, CancellationToken, Task<TResponse>> call,
        Func<TResponse, IReadOnlyList<T>> items,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : IamPagedRequest
        where TResponse : IamPagedResponse
    {
        request.MaxItems = PageSize;
        TResponse page;
        do
        {
            page = await call(request, cancellationToken).ConfigureAwait(false);
            foreach (T item in items(page))
            {
                yield return item;
            }

            request.Marker = page.Marker;
        }
        while (page.IsTruncated && page.Marker is not null);
    }
}
