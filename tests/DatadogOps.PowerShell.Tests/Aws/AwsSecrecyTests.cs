using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Aws;

/// <summary>No secret of AWS's and no key of Datadog's is in any stream, whether all goes well or either side refuses, and tells what it was sent.</summary>
public class AwsSecrecyTests
{
    [Theory]
    [InlineData("New-DatadogAwsRole Other -ExternalId @new @profile")]
    [InlineData("Get-DatadogAwsRole @profile")]
    [InlineData("Test-DatadogAwsRole @profile")]
    [InlineData("Test-DatadogAwsRole @profile -PermissionSet Full | Repair-DatadogAwsRole -PassThru")]
    [InlineData("Remove-DatadogAwsRole DatadogIntegrationRole @profile -Confirm:$false")]
    [InlineData("Register-DatadogAwsAccount 111111111111 -RoleName Other -ExternalId @new @dd")]
    [InlineData("Register-DatadogAwsAccount 111111111111 -Partition aws-cn -AuthType AccessKeys -AccessKeyId AKIAEXAMPLEEXAMPLE00 -SecretAccessKey @secret @dd")]
    [InlineData("Get-DatadogAwsAccount @dd")]
    [InlineData("Set-DatadogAwsAccount 123456789012 -Tag a:b @dd")]
    [InlineData("Reset-DatadogAwsExternalId 123456789012 @profile -GraceSec 0 -Confirm:$false @dd")]
    [InlineData("Unregister-DatadogAwsAccount 123456789012 -Confirm:$false @dd")]
    public async Task NothingThatACommandSaysHoldsASecret(string command)
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string id = run.Register();
        run.Output($"New-DatadogAwsRole -ExternalId {id} -ProfileName {profile}");
        string line = command
            .Replace("@profile", $"-ProfileName {profile}", StringComparison.Ordinal)
            .Replace("@secret", AwsProfiles.Secret, StringComparison.Ordinal)
            .Replace("@new", (string)Assert.Single(run.Output("New-DatadogAwsExternalId @dd")).Get("ExternalId")!, StringComparison.Ordinal);

        PipelineResult preview = run.Run(line + (command.StartsWith("Get", StringComparison.Ordinal) || command.StartsWith("Test", StringComparison.Ordinal) ? "" : " -WhatIf") + " -Verbose -Debug");
        aws.Fault = (_, action) => action == "GetRole" || action == "ListRoles" ? FakeFault.Deny : FakeFault.None;
        await run.Intake.Control.SetFaultsAsync([IntakeFault.Status(400) with { Body = $$"""{"errors":["{{run.Intake.ApiKey}} {{run.Intake.ApplicationKey}}"]}""" }]);
        PipelineResult refused = run.Run(line + " -Verbose -Debug");
        aws.Fault = (_, _) => FakeFault.None;
        await run.Intake.Control.SetFaultsAsync([]);
        PipelineResult done = run.Run(line + " -Verbose -Debug");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal((0, 0), (preview.ExitCode, done.ExitCode));
        foreach (string said in new[] { preview, refused, done }.SelectMany(Said))
        {
            Assert.DoesNotContain(AwsProfiles.Secret, said, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Intake.ApiKey, said, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Intake.ApplicationKey, said, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Said(PipelineResult result) =>
    [
        .. result.Verbose, .. result.Debug, .. result.Warnings, .. result.WhatIf,
        .. result.Errors.Append(result.TerminatingError).Select(error => $"{error} {error?.Exception} {error?.ErrorDetails?.RecommendedAction} {error?.TargetObject}"),
        .. result.Output.SelectMany(item => item!.Properties.Select(property => $"{property.Value}")),
    ];
}
