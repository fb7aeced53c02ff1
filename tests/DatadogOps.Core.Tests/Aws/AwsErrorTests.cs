using System.Net;
using Amazon.Runtime;
using DatadogOps.Aws;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Sessions;
using DatadogOps.Common;

namespace DatadogOps.Tests.Aws;

public class AwsErrorTests
{
    [Theory]
    [InlineData("AccessDenied", "x is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/x because", AwsErrorIds.AccessDenied)]
    [InlineData("ExpiredToken", "The security token included in the request is expired", AwsErrorIds.CredentialsExpired)]
    [InlineData("SignatureDoesNotMatch", "Signature expired: 20260101T000000Z is now earlier than", AwsErrorIds.ClockSkew)]
    [InlineData("SignatureDoesNotMatch", "Signature not yet current", AwsErrorIds.ClockSkew)]
    [InlineData("SignatureDoesNotMatch", "The request signature we calculated does not match", AwsErrorIds.CredentialsInvalid)]
    [InlineData("InvalidClientTokenId", "The security token included in the request is invalid", AwsErrorIds.CredentialsInvalid)]
    [InlineData("MalformedPolicyDocument", "Syntax errors in policy.", AwsErrorIds.MalformedPolicy)]
    [InlineData("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", AwsErrorIds.LimitExceeded)]
    [InlineData("DeleteConflict", "Cannot delete entity", AwsErrorIds.DeleteConflict)]
    [InlineData("EntityAlreadyExists", "Role exists", AwsErrorIds.AlreadyExists)]
    [InlineData("Throttling", "Rate exceeded", AwsErrorIds.Throttled)]
    [InlineData("NoSuchEntity", "not found", AwsErrorIds.RoleNotFound)]
    [InlineData("SomethingNew", "never seen", AwsErrorIds.Refused)]
    public void KeepsCodeAndRequestAndGainsAnAdvice(string code, string message, string errorId)
    {
        OperationException error = Translate(new AmazonServiceException(message, null, ErrorType.Sender, code, "request-1", HttpStatusCode.BadRequest))!;

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains($"({code}, request request-1)", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
    }

    [Fact]
    public void NamesTheActionThatIsMissing()
    {
        var denied = new AmazonServiceException("User: u is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/x", null, ErrorType.Sender, "AccessDenied", "r", HttpStatusCode.Forbidden);

        Assert.StartsWith("Allow iam:CreateRole on arn:aws:iam::1:role/x to the caller", Translate(denied)!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsOfNoCredentials() => Assert.Equal(AwsErrorIds.CredentialsMissing, Translate(new AmazonClientException("Failed to resolve AWS credentials."))!.ErrorId);

    [Fact]
    public void TellsOfATimeout() => Assert.Equal(AwsErrorIds.Timeout, Translate(new TaskCanceledException("HttpClient.Timeout", new TimeoutException()))!.ErrorId);

    [Fact]
    public void LeavesAStopAlone()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Null(AwsErrors.Translate(new TaskCanceledException(), new AwsTarget(), stopped.Token));
    }

    private static OperationException? Translate(Exception failure) => AwsErrors.Translate(failure, new AwsTarget { ProfileName = "p" }, CancellationToken.None);
}
