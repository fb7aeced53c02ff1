using DatadogOps.Aws.Policies;

namespace DatadogOps.Tests.Aws;

public class PolicyJsonTests
{
    [Fact]
    public void TakesOneForAList()
    {
        PolicyDocument one = PolicyJson.Parse("""{"Statement":{"Effect":"Allow","Action":"ec2:List*","Resource":"*"}}""");
        PolicyDocument many = PolicyJson.Parse("""{"Version":"2012-10-17","Statement":[{"Sid":"X","Effect":"Allow","Resource":["*"],"Action":["EC2:list*"]}]}""");

        Assert.True(PolicyEquality.Same(one, many));
    }

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Deny","Action":"ec2:List*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","NotAction":"ec2:List*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"ec2:List*","Resource":"arn:aws:ec2:::x"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"ec2:List*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true}}}]}""")]
    public void TellsDifferentPoliciesApart(string other) =>
        Assert.False(PolicyEquality.Same(PolicyJson.Parse("""{"Statement":[{"Effect":"Allow","Action":"ec2:List*","Resource":"*"}]}"""), PolicyJson.Parse(other)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[1]}""")]
    [InlineData("""{"Statement":[{"Effect":1}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[{}]}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Condition":"x"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":[1]}]}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void RefusesWhatIsNoPolicy(string text) => Assert.Throws<FormatException>(() => PolicyJson.Parse(text));

    [Fact]
    public void RefusesWhatIsTooLong() => Assert.Throws<FormatException>(() => PolicyJson.Parse(new string(' ', 200_000)));
}
