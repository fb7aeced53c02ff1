using DatadogOps.Aws;
using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Aws;

public class PolicyPackingTests
{
    private static readonly string[] s_known = [.. PermissionCatalog.Bundled.Permissions.Select(action => action.Action)];

    /// <summary>Some of the list's actions, and up to 600 that are not in it, of services that begin with any letter.</summary>
    public static Arbitrary<string[]> Actions() =>
    (
        from known in Gen.SubListOf(s_known)
        from count in Gen.Choose(0, 600)
        from made in Gen.ArrayOf(Made(), count)
        select known.Concat(made).Distinct().ToArray()).Where(actions => actions.Length > 0).ToArbitrary();

    [Theory]
    [InlineData(DatadogAwsPermissionSet.Standard)]
    [InlineData(DatadogAwsPermissionSet.ResourceCollection)]
    [InlineData(DatadogAwsPermissionSet.Full)]
    public void HoldsEachActionOfTheListOnceAndNoOther(string set)
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(Specifications.Everything with { PermissionSet = set });

        string[] packed = [.. Documents(blueprint).SelectMany(document => document.Statements).SelectMany(statement => statement.Actions).Order(StringComparer.Ordinal)];
        Assert.Equal(PermissionCatalog.Bundled.Permissions.Where(action => action.IsIn(set)).Select(action => action.Action), packed);
    }

    [Fact]
    public void FitsTheWholeListIntoFivePoliciesWithRoomToGrow()
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(Specifications.Everything);

        Assert.Equal(6, blueprint.AttachmentCount);
        Assert.All(blueprint.Managed, part => Assert.InRange(part.Json.Length, 1, PolicyLimits.Managed * 9 / 10));
    }

    [Property(Arbitrary = [typeof(PolicyPackingTests)], MaxTest = 60)]
    public void HoldsEachActionOnceUnderTheLimits(string[] actions, bool inRegions)
    {
        RoleSpecification role = Specifications.Everything with { Regions = inRegions ? ["eu-west-1", "us-east-1"] : [] };
        if (TryPack(role, actions) is not { } blueprint)
        {
            return; // more than ten policies hold: see the test of refusals
        }

        Assert.Equal(
            actions.Order(StringComparer.Ordinal),
            Documents(blueprint).SelectMany(document => document.Statements).SelectMany(statement => statement.Actions).Order(StringComparer.Ordinal));
        Assert.All(blueprint.Managed, part => Assert.InRange(part.Json.Length, 1, PolicyLimits.Managed));
    }

    [Property(Arbitrary = [typeof(PolicyPackingTests)], MaxTest = 60)]
    public void DependsOnNothingButTheActions(string[] actions)
    {
        if (TryPack(Specifications.Everything, actions) is { } once)
        {
            Assert.Equal(once.Managed.Select(part => part.Json), RoleBlueprint.Create(Specifications.Everything with { Catalog = Specifications.Catalog(actions.Reverse()) }).Managed.Select(part => part.Json));
        }
    }

    /// <summary>
    /// Where no stretch is full nothing moves. Else one action pushes at most a handful over the end of its stretch, and these push
    /// as many from one further policy to the next.
    /// </summary>
    [Property(Arbitrary = [typeof(PolicyPackingTests)], MaxTest = 60)]
    public void OneActionMoreMovesFewOthers(string[] actions, uint pick)
    {
        string added = pick % 2 == 0 ? s_known[pick % s_known.Length] : $"svc{pick % 26}:ListThing{pick}";
        string[] before = [.. actions.Where(action => action != added)];
        if (before.Length == 0 || TryPack(Specifications.Everything, before) is not { } small || TryPack(Specifications.Everything, [.. before, added]) is not { } large)
        {
            return;
        }

        Dictionary<string, string> homes = Homes(small);
        int moved = Homes(large).Count(home => home.Key != added && homes[home.Key] != home.Value);
        bool isFull = large.Managed.Any(part => part.Name.EndsWith("-6", StringComparison.Ordinal));
        Assert.InRange(moved, 0, isFull ? 5 * large.Managed.Count : 0);
    }

    [Fact]
    public void AnActionMoreInTheListOfTodayChangesOnePolicy()
    {
        RoleBlueprint before = RoleBlueprint.Create(Specifications.Everything);
        foreach (string added in new[] { "aaa:ListThings", "ec2:GetThing", "kendra:ListThings", "rum:ListThings", "zzz:ListThings" })
        {
            IEnumerable<string> Of(char letter) => PermissionCatalog.Bundled.Permissions.Where(one => one.Lists.Contains(letter, StringComparison.Ordinal)).Select(one => one.Action);
            RoleBlueprint after = RoleBlueprint.Create(Specifications.Everything with { Catalog = PermissionCatalog.FromLists("2026-08-01", "test", Of('S'), Of('R'), Of('A').Append(added)) });

            Assert.Equal(1, before.Managed.Zip(after.Managed).Count(pair => pair.First.Json != pair.Second.Json));
            Assert.Equal(before.Inline!.Json, after.Inline!.Json);
        }
    }

    [Fact]
    public void RefusesWhatTenPoliciesCannotHold()
    {
        string[] tooMany = [.. Enumerable.Range(0, 2200).Select(i => $"service{i % 26}:ListThingsOfTheKind{i}")];

        OperationException error = Assert.Throws<OperationException>(() => RoleBlueprint.Create(Specifications.Everything with { Catalog = Specifications.Catalog(tooMany) }));

        Assert.Equal(AwsErrorIds.PolicyTooLarge, error.ErrorId);
        Assert.Contains("AWS attaches 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesAnInlinePolicyThatIsTooLong()
    {
        string[] standard = [.. Enumerable.Range(0, 400).Select(i => $"ec2:ListThingsOfTheKind{i}")];

        OperationException error = Assert.Throws<OperationException>(() => RoleBlueprint.Create(Specifications.Standard with { Catalog = PermissionCatalog.FromLists("2026-08-01", "test", standard, [], standard) }));

        Assert.Contains("AWS allows 10240", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfinesRegionalServicesOnly()
    {
        RoleBlueprint blueprint = RoleBlueprint.Create(Specifications.Standard with { Regions = ["eu-west-1"] });

        PolicyStatement[] statements = [.. blueprint.Inline!.Document.Statements];
        Assert.Equal(["eu-west-1"], Assert.Single(statements[0].Conditions).Values);
        Assert.Contains("ec2:Describe*", statements[0].Actions);
        Assert.Empty(statements[1].Conditions);
        Assert.Contains("route53:List*", statements[1].Actions);
        Assert.Contains("s3:ListAllMyBuckets", statements[1].Actions);
    }

    private static Gen<string> Made() =>
        from letter in Gen.Choose('a', 'z')
        from service in Gen.Choose(0, 20)
        from length in Gen.Choose(4, 40)
        from number in Gen.Choose(0, 100_000)
        select $"{(char)letter}svc{service}:List{new string('X', length)}{number}";

    private static RoleBlueprint? TryPack(RoleSpecification role, string[] actions)
    {
        try
        {
            return RoleBlueprint.Create(role with { Catalog = Specifications.Catalog(actions) });
        }
        catch (OperationException tooLarge) when (tooLarge.ErrorId == AwsErrorIds.PolicyTooLarge)
        {
            return null;
        }
    }

    private static IEnumerable<PolicyDocument> Documents(RoleBlueprint blueprint) =>
        (blueprint.Inline is { } inline ? blueprint.Managed.Prepend(inline) : blueprint.Managed).Select(policy => PolicyJson.Parse(policy.Json));

    private static Dictionary<string, string> Homes(RoleBlueprint blueprint) =>
        blueprint.Managed.SelectMany(part => part.Document.AllowedActions.Select(action => (action, part.Name))).ToDictionary(home => home.action, home => home.Name);
}
