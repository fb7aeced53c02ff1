using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public sealed class RoleFindingTests : IAsyncLifetime
{
    private const string Datadog = "arn:aws:iam::464622532012:root";

    private FakeAccount _fake = null!;

    private FakeAwsRole Role => _fake.Account.Roles["DatadogIntegrationRole"];

    public async Task InitializeAsync()
    {
        _fake = FakeAccount.Start();
        await _fake.MakeAsync(Specifications.Full);
    }

    public async Task DisposeAsync() => await _fake.DisposeAsync();

    public static TheoryData<string, string, string[]> Trusts => new()
    {
        { Trust("arn:aws:iam::417141415827:root"), "site", ["TrustPrincipal Failed"] },
        { Trust("arn:aws:iam::111111111111:root"), "stranger", ["TrustPrincipal Failed", "TrustExternalId Failed", "TrustOther Warning"] },
        { Trust(Datadog, """{"StringEquals":{"sts:ExternalId":"00000000000000000000000000000000"}}"""), "other id", ["TrustExternalId Failed"] },
        { Trust(Datadog, "{}"), "no id", ["TrustExternalId Failed"] },
        { Trust("*", "{}"), "everybody", ["TrustPrincipal Failed", "TrustExternalId Failed", "TrustOther Failed"] },
        { Trust(Datadog, $$$"""{"StringEquals":{"sts:ExternalId":"{{{Specifications.ExternalId}}}"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}"""), "MFA", ["TrustCondition Failed"] },
        { Trust(Datadog, $$$"""{"StringEquals":{"sts:ExternalId":"{{{Specifications.ExternalId}}}"},"IpAddress":{"aws:SourceIp":["10.0.0.0/8"]}}"""), "address", ["TrustCondition Failed"] },
        { """{"Statement":"?"}""", "nonsense", ["TrustPrincipal Failed", "TrustExternalId Failed"] },
    };

    [Theory]
    [MemberData(nameof(Trusts))]
    public async Task FindsWhatKeepsDatadogOutOrLetsOthersIn(string trust, string what, string[] troubles)
    {
        Role.Trust = trust;
        Assert.Equal(troubles, await _fake.TroublesAsync(Specifications.Full));

        await _fake.RepairAsync(Specifications.Full);

        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
        Assert.True(_fake.Account.CanAssume("DatadogIntegrationRole", "464622532012", Specifications.ExternalId), what);
        Assert.False(_fake.Account.CanAssume("DatadogIntegrationRole", "464622532012", null), what);
    }

    [Fact]
    public async Task FindsAllMissingActionsAtOnce()
    {
        Role.Inline["DatadogAWSIntegrationPolicy"] = """{"Statement":[{"Effect":"Allow","Action":["ec2:Describe*","autoscaling:Describe*"],"Resource":"*"}]}""";

        DatadogAwsRoleFinding missing = (await _fake.TestAsync(Specifications.Full)).Single(finding => finding.Rule == "ActionMissing");

        Assert.Equal(Finding.Failed, missing.Status);
        Assert.StartsWith("102 missing: ", missing.Actual, StringComparison.Ordinal);
        await _fake.RepairAsync(Specifications.Full);
        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
    }

    [Fact]
    public async Task FindsWhatIsTooMuch()
    {
        Role.Inline["more"] = """{"Statement":[{"Effect":"Allow","Action":["s3:*","ec2:TerminateInstances","ec2:DescribeInstances"],"Resource":"*"}]}""";

        IReadOnlyList<DatadogAwsRoleFinding> findings = await _fake.TestAsync(Specifications.Full);

        string Actual(string rule) => findings.Single(finding => finding.Rule == rule).Actual!;
        Assert.Equal("2: s3:*, ec2:TerminateInstances", Actual("ActionExtra"));
        Assert.Equal("s3:*", Actual("ActionWildcard"));
        Assert.Equal("s3:*, ec2:TerminateInstances", Actual("ActionWrite"));
        Assert.Equal("inline more", Actual("PolicyForeign"));
    }

    [Fact]
    public async Task CountsADeniedActionAsMissing()
    {
        Role.Inline["deny"] = """{"Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}""";

        Assert.Contains("ActionMissing Failed", await _fake.TroublesAsync(Specifications.Full));
    }

    [Fact]
    public async Task FindsWhatElseDiffersAndMendsJustThat()
    {
        Role.Attached.Remove("arn:aws:iam::aws:policy/SecurityAudit");
        Role.Boundary = "arn:aws:iam::123456789012:policy/bound";
        Role.MaxSessionDuration = 7200;
        Role.Tags.Remove("ManagedBy");
        Role.Tags["ManagedBy"] = "DatadogOps";
        RoleSpecification tagged = Specifications.Full with { Tags = new Dictionary<string, string> { ["Team"] = "ops" } };
        Assert.Equal(["Tag Failed", "SecurityAudit Failed", "PermissionsBoundary Failed", "SessionDuration Failed"], await _fake.TroublesAsync(tagged));

        await _fake.RepairAsync(tagged, "SecurityAudit", "Tag");

        Assert.Equal(["PermissionsBoundary Failed", "SessionDuration Failed"], await _fake.TroublesAsync(tagged));
        _fake.Aws.ResetCalls();
        await _fake.RepairAsync(tagged);
        Assert.Equal(["DeleteRolePermissionsBoundary", "UpdateRole"], _fake.Aws.Calls.Where(call => !call.StartsWith("Get", StringComparison.Ordinal) && !call.StartsWith("List", StringComparison.Ordinal)).Order());
        Assert.Empty(await _fake.TroublesAsync(tagged));
    }

    [Fact]
    public async Task FindsTheRoleUnderAnotherCase()
    {
        RoleSpecification lower = Specifications.Full with { RoleName = "datadogintegrationrole" };

        Assert.Contains("RoleName Failed", await _fake.TroublesAsync(lower));
    }

    [Fact]
    public async Task KeepsTheExternalIdWhereNoneIsGiven()
    {
        Role.MaxSessionDuration = 7200;

        await _fake.RepairAsync(Specifications.Full with { ExternalId = null });

        Assert.Empty(await _fake.TroublesAsync(Specifications.Full));
    }

    private static string Trust(string principal, string? condition = null) => $$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole","Condition":{{condition ?? $$$"""{"StringEquals":{"sts:ExternalId":"{{{Specifications.ExternalId}}}"}}"""}}}]}
        """;
}
