using DatadogOps.Aws.Iam;

namespace DatadogOps.Aws.Roles;

/// <summary>
/// One change at AWS. Each can be done again without harm, and what is still to do is always found by reading; so a run that was cut
/// is finished by the next.
/// </summary>
/// <param name="Rules">Rules that it mends.</param>
/// <param name="Text">What it does, for people.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record RoleStep(IReadOnlyList<string> Rules, string Text, Func<IAmazonIdentityManagementService, CancellationToken, Task> RunAsync);
