using System.Text.Json;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Processes;
using DatadogOps.Testbed.Terraform;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Aws;

[Collection(MotoSuite.Name)]
public sealed class ExportDatadogAwsRoleTests : IDisposable
{
    private const string Like = "-PermissionSet Full -SecurityAudit -IncludeWrite -IncludeS3Data -Region eu-west-1, us-east-1 -Tag 'Team=the ops', Cost=1";

    private readonly string _folder = Directory.CreateTempSubdirectory("datadogops-export-").FullName;

    private readonly MotoFixture _peer;

    public ExportDatadogAwsRoleTests(MotoFixture peer)
    {
        AwsProfiles.Isolate();
        _peer = peer;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void HoldsEachActionOnce()
    {
        using JsonDocument json = JsonDocument.Parse(Export("Json", "-PermissionSet Full -IncludeWrite -IncludeS3Data"));

        string[] actions =
        [
            .. json.RootElement.GetProperty("inlinePolicies").EnumerateObject().Concat(json.RootElement.GetProperty("managedPolicies").EnumerateObject())
                .SelectMany(policy => policy.Value.GetProperty("Statement").EnumerateArray())
                .SelectMany(statement => statement.GetProperty("Action").EnumerateArray())
                .Select(action => action.GetString()!),
        ];
        Assert.Equal(896, actions.Length);
        Assert.Equal(896, actions.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("Terraform", "variable \"external_id\"")]
    [InlineData("CloudFormation", "Ref: \"ExternalId\"")]
    [InlineData("CloudFormationJson", "\"Ref\": \"ExternalId\"")]
    [InlineData("AwsCli", "external_id=${1:?")]
    [InlineData("Json", "\"externalId\": null")]
    public void AsksForAnExternalIdThatIsNotGiven(string format, string text)
    {
        string exported = Assert.IsType<string>(Assert.Single(StagedModule.Output($"Export-DatadogAwsRole -Format {format}")).BaseObject);

        Assert.Contains(text, exported, StringComparison.Ordinal);
        Assert.EndsWith("\n", exported, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeAwsRun.ExternalId, exported, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CloudFormation")]
    [InlineData("CloudFormationJson")]
    public void StaysUnderTheLengthOfATemplate(string format) => Assert.InRange(Export(format, Like).Length, 1, 51_200);

    [Fact]
    public void WritesAFileForItsOwnerAloneOrNone()
    {
        string path = Path.Combine(_folder, "role.tf");
        Assert.Single(StagedModule.Run($"Export-DatadogAwsRole -Format Terraform -Path '{path}' -WhatIf").WhatIf);
        Assert.Empty(Directory.GetFiles(_folder));

        Assert.Empty(StagedModule.Output($"Export-DatadogAwsRole -Format Terraform -Path '{path}'"));

        Assert.Equal([path], Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Equal(["AwsExportFailed"], StagedModule.Run($"Export-DatadogAwsRole -Format Json -Path '{_folder}/nowhere/role.json'").ErrorIds());
    }

    [TerraformFact]
    public async Task IsAsTerraformWouldFormatIt()
    {
        Save("main.tf", Export("Terraform", Like + " -PermissionsBoundary arn:aws:iam::123456789012:policy/bound"));

        await ChildProcess.RunAsync("terraform", ["fmt", "-check", "-diff", _folder]);
    }

    [TerraformApplyFact]
    public async Task MakesByTerraformWhatTheTestAsksFor()
    {
        string like = $"-RoleName ByTerraform {Like}";
        Save("main.tf", Export("Terraform", like));
        await TerraformAsync("init", "-input=false");
        await TerraformAsync("apply", "-input=false", "-auto-approve");

        Assert.Empty(Troubles(like));
        await TerraformAsync("plan", "-input=false", "-detailed-exitcode");
        using JsonDocument outputs = JsonDocument.Parse(await TerraformAsync("output", "-json"));
        Assert.Equal(
            [("aws_account_id", "123456789012"), ("aws_external_id", FakeAwsRun.ExternalId), ("aws_role_name", "ByTerraform")],
            outputs.RootElement.EnumerateObject().Select(one => (one.Name, one.Value.GetProperty("value").GetString()!)).OrderBy(one => one.Item1, StringComparer.Ordinal));
    }

    [ProgramFact("cfn-lint")]
    public async Task PassesTheLinterOfCloudFormation()
    {
        string yaml = Save("role.yaml", Export("CloudFormation", Like));
        string json = Save("role.json", Export("CloudFormationJson", Like));

        // W3037: Datadog's own list names a service that AWS does not have.
        await ChildProcess.RunAsync("cfn-lint", ["--ignore-checks", "W3037", "--", yaml, json]);
    }

    [ProgramFact("aws", needsMoto: true)]
    public async Task MakesByCloudFormationWhatTheTestAsksFor()
    {
        string like = $"-RoleName ByCloudFormation {Like}";
        string yaml = Save("role.yaml", Export("CloudFormation", like));
        await AwsAsync("cloudformation", "create-stack", "--stack-name", "datadog", "--template-body", $"file://{yaml}", "--capabilities", "CAPABILITY_NAMED_IAM");

        string outputs = await AwsAsync("cloudformation", "describe-stacks", "--stack-name", "datadog", "--query", "Stacks[0].Outputs[].OutputValue", "--output", "text");
        Assert.Equal(["123456789012", "ByCloudFormation", FakeAwsRun.ExternalId], outputs.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        // moto keeps the inline policy of a template in Python's notation, which nobody else can read, and leaves ManagedPolicyArns out.
        Assert.Equal(["ActionMissing", "PolicyLayout", "PolicyVersion", "SecurityAudit"], Troubles(like));
        string inline = await AwsAsync("iam", "get-role-policy", "--role-name", "ByCloudFormation", "--policy-name", "DatadogAWSIntegrationPolicy");
        Assert.Contains("ec2:Describe*", inline, StringComparison.Ordinal);
        Assert.Contains("xray:GetTraceSummaries", inline, StringComparison.Ordinal);
    }

    [ProgramFact("aws", needsMoto: true)]
    public async Task MakesByTheAwsCliWhatTheTestAsksFor()
    {
        string like = $"-RoleName ByCli {Like}";
        string script = Save("role.sh", Export("AwsCli", like));

        string said = await ChildProcess.RunAsync("bash", [script], new ChildProcessOptions { Environment = _peer.Moto.Variables() });

        Assert.Contains("AWS Role Name: ByCli", said, StringComparison.Ordinal);
        Assert.Contains("AWS External ID: " + FakeAwsRun.ExternalId, said, StringComparison.Ordinal);
        Assert.Empty(Troubles(like));
    }

    private static string Export(string format, string like) =>
        (string)Assert.Single(StagedModule.Output($"Export-DatadogAwsRole -Format {format} -ExternalId {FakeAwsRun.ExternalId} {like}")).BaseObject;

    private string[] Troubles(string like) =>
    [
        .. StagedModule.Output($"Test-DatadogAwsRole -ProfileName {_peer.Moto.ProfileName} -ExternalId {FakeAwsRun.ExternalId} {like}")
            .Where(finding => finding.Get("Status") is not "Passed")
            .Select(finding => (string)finding.Get("Rule")!),
    ];

    private string Save(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<string> TerraformAsync(params string[] arguments)
    {
        await using ChildProcess terraform = ChildProcess.Start("terraform", [$"-chdir={_folder}", .. arguments, .. arguments[0] is "output" ? Array.Empty<string>() : ["-no-color"]], new ChildProcessOptions
        {
            Environment = _peer.Moto.Variables().Concat(TerraformMirror.Variables(_folder)).ToDictionary(),
        });
        await terraform.WaitForExitAsync();
        Assert.True(terraform.ExitCode == 0, terraform.Output);
        return terraform.StandardOutput;
    }

    private async Task<string> AwsAsync(params string[] arguments)
    {
        await using ChildProcess aws = ChildProcess.Start("aws", arguments, new ChildProcessOptions { Environment = _peer.Moto.Variables() });
        await aws.WaitForExitAsync();
        Assert.True(aws.ExitCode == 0, aws.Output);
        return aws.StandardOutput;
    }
}
