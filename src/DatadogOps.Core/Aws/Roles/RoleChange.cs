using Amazon.Runtime;
using DatadogOps.Aws.Sessions;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>Changes at one account that were found by reading and are not made yet. It holds the session that it was planned with.</summary>
public sealed class RoleChange : IDisposable
{
    // What IAM has just made is not everywhere at once; and a request that was repeated after a lost answer meets its own work.
    private const int Rounds = 6;

    private static readonly string[] s_comesToPass = ["NoSuchEntity", "EntityAlreadyExists", "ConcurrentModification"];

    private readonly AwsSession _session;
    private readonly string _roleName;
    private readonly Func<RoleSnapshot, IReadOnlyList<RoleStep>> _plan;
    private IReadOnlyList<RoleStep> _steps;

    internal RoleChange(AwsSession session, string roleName, RoleSnapshot found, Func<RoleSnapshot, IReadOnlyList<RoleStep>> plan)
    {
        _session = session;
        _roleName = roleName;
        _plan = plan;
        _steps = plan(found);
        Steps = [.. _steps.Select(step => step.Text)];
    }

    /// <summary>The account.</summary>
    public string AccountId => _session.AccountId;

    /// <summary>Name of the role.</summary>
    public string RoleName => _roleName;

    /// <summary>Where it is.</summary>
    public AwsTarget Target => _session.Target;

    /// <summary>What would be done, in order; empty when all is as it should be.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>The documents that belong to the steps, without white space; empty for a removal.</summary>
    public IReadOnlyList<(string Name, string Json)> Documents { get; internal init; } = [];

    /// <summary>What the role is afterwards; null after a removal.</summary>
    public DatadogAwsRole? Result { get; internal init; }

    /// <summary>The whole plan, a line for each step.</summary>
    public string ToText() => Steps.Count == 0
        ? $"Account {AccountId}: {RoleName} already matches."
        : $"Account {AccountId}, role {RoleName}:\n{string.Join('\n', Steps.Select(step => $"  - {step}"))}";

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Makes the changes. When it is cut, the next run finds what is left to do.</summary>
    /// <param name="tell">Told of each step before it is done.</param>
    /// <param name="cancellationToken">Stops after the request that is under way.</param>
    /// <exception cref="OperationException">AWS refused a step.</exception>
    public async Task ApplyAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        for (int round = 1; ; round++)
        {
            string doing = "";
            try
            {
                foreach (RoleStep step in _steps)
                {
                    doing = step.Text;
                    tell($"Account {AccountId}: {doing}.");
                    await step.RunAsync(_session.Iam, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (AmazonServiceException passing) when (round < Rounds && s_comesToPass.Contains(passing.ErrorCode))
            {
                tell($"Account {AccountId}: AWS returned {passing.ErrorCode}; reading the account again.");
                await Task.Delay(TimeSpan.FromSeconds(round - 1), cancellationToken).ConfigureAwait(false);
                _steps = _plan(await RoleReader.ReadAsync(_session.Iam, _roleName, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception failure) when (AwsErrors.Translate(failure, _session.Target, cancellationToken) is { } told)
            {
                throw new OperationException(told.ErrorId, told.Kind, told.Target, $"{told.Message} Failed step: {doing}.", told.Advice, failure);
            }
        }
    }
}
