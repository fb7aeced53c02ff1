using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using DatadogOps.Common;

namespace DatadogOps.Aws.Sessions;

/// <summary>Makes of the SDK's exceptions errors that say what to do. AWS's code and request id stay in the message.</summary>
internal static partial class AwsErrors
{
    /// <summary>The error of a failure; null when it is none of AWS's, or the work was stopped.</summary>
    public static OperationException? Translate(Exception failure, AwsTarget target, CancellationToken cancellationToken) => failure switch
    {
        OperationException told => told,
        _ when cancellationToken.IsCancellationRequested => null,
        AmazonServiceException refused when refused.ErrorCode is { Length: > 0 } => OfCode(refused, target),
        AmazonUnmarshallingException or XmlException => Make(AwsErrorIds.AnswerUnknown, OperationErrorKind.ProtocolError, target, "What answered is not AWS", "Check AWS_ENDPOINT_URL and proxies between.", failure),
        _ when Find<SocketException>(failure) is { } socket => Make(
            AwsErrorIds.Unreachable,
            OperationErrorKind.ConnectionFailed,
            target,
            $"AWS cannot be reached: {socket.Message}",
            "Check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.",
            failure),
        _ when Find<TimeoutException>(failure) is not null || Find<OperationCanceledException>(failure) is not null =>
            Make(AwsErrorIds.Timeout, OperationErrorKind.Timeout, target, "AWS did not answer in time", "Allow more with -TimeoutSec, or check proxies between.", failure),
        AmazonServiceException unnamed => OfStatus(unnamed, target),
        HttpRequestException => Make(AwsErrorIds.Unreachable, OperationErrorKind.ConnectionFailed, target, $"AWS cannot be reached: {failure.Message}", "Check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.", failure),
        AmazonClientException => Make(
            AwsErrorIds.CredentialsMissing,
            OperationErrorKind.AuthenticationFailed,
            target,
            failure.Message.StartsWith(NothingFound, StringComparison.Ordinal) ? "No AWS credentials were found in environment, default profile, container or instance" : $"No AWS credentials were found: {FirstLine(failure.Message).TrimEnd('.')}",
            "Name a profile with -ProfileName, log in with 'aws sso login', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            failure),
        _ => null,
    };

    private static OperationException OfCode(AmazonServiceException refused, AwsTarget target)
    {
        (string id, OperationErrorKind kind, string advice) = refused.ErrorCode switch
        {
            "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" => (AwsErrorIds.AccessDenied, OperationErrorKind.PermissionDenied, AdviceOnAccess(refused.Message)),
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => (AwsErrorIds.CredentialsExpired, OperationErrorKind.AuthenticationFailed, "Log in again ('aws sso login'), or get a new session token."),
            "RequestExpired" or "RequestInTheFuture" or "RequestTimeTooSkewed" => (AwsErrorIds.ClockSkew, OperationErrorKind.AuthenticationFailed, AdviceOnClock),
            "SignatureDoesNotMatch" or "InvalidSignatureException" when IsClock(refused.Message) => (AwsErrorIds.ClockSkew, OperationErrorKind.AuthenticationFailed, AdviceOnClock),
            "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "MissingAuthenticationToken" or "AuthFailure" =>
                (AwsErrorIds.CredentialsInvalid, OperationErrorKind.AuthenticationFailed, "Check the access key and its secret, that the key is active, and that it is of this partition."),
            "LimitExceeded" => (AwsErrorIds.LimitExceeded, OperationErrorKind.InvalidInput, "Remove what is not needed, or request a higher IAM quota from AWS; then run the command again."),
            "MalformedPolicyDocument" => (AwsErrorIds.MalformedPolicy, OperationErrorKind.InvalidInput, "See the document with Export-DatadogAwsRole -Format Json; leave the service out that AWS does not know with -ExcludeService."),
            "DeleteConflict" => (AwsErrorIds.DeleteConflict, OperationErrorKind.InvalidInput, "Remove the dependents that AWS names (an instance profile, another user of the policy), then run the command again."),
            "EntityAlreadyExists" => (AwsErrorIds.AlreadyExists, OperationErrorKind.InvalidInput, "It was created concurrently. Run the command again to continue."),
            "NoSuchEntity" => (AwsErrorIds.RoleNotFound, OperationErrorKind.NotFound, "Check the name and the account; something may have been deleted in the meantime."),
            "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequestsException" or "SlowDown" => (AwsErrorIds.Throttled, OperationErrorKind.ConnectionFailed, "Run the command again later with a smaller -ThrottleLimit."),
            _ when (int)refused.StatusCode >= 500 => (AwsErrorIds.Unavailable, OperationErrorKind.ConnectionFailed, "Run the command again later to continue. See health.aws.amazon.com."),
            _ => (AwsErrorIds.Refused, OperationErrorKind.ProtocolError, "See AWS's reason, then run the command again to continue."),
        };
        string request = refused.RequestId is { Length: > 0 } number ? $", request {number}" : "";
        return new OperationException(id, kind, target.ToString(), $"In {target} AWS refused: {FirstLine(refused.Message)} ({refused.ErrorCode}{request})", advice, refused);
    }

    private static OperationException OfStatus(AmazonServiceException unnamed, AwsTarget target) => unnamed.StatusCode >= HttpStatusCode.InternalServerError
        ? Make(AwsErrorIds.Unavailable, OperationErrorKind.ConnectionFailed, target, $"AWS answered with status {(int)unnamed.StatusCode}", "Run the command again later to continue.", unnamed)
        : Make(AwsErrorIds.AnswerUnknown, OperationErrorKind.ProtocolError, target, $"What answered is not AWS: {FirstLine(unnamed.Message)}", "Check AWS_ENDPOINT_URL and proxies between.", unnamed);

    private static OperationException Make(string id, OperationErrorKind kind, AwsTarget target, string message, string advice, Exception failure) =>
        new(id, kind, target.ToString(), $"{message} ({target}).", advice, failure);

    // The SDK goes on with a list, a line for each place that it looked at.
    private const string NothingFound = "Failed to resolve AWS credentials";

    private const string AdviceOnClock = "The clock of this machine is more than five minutes off. Set it (timedatectl set-ntp true), then run the command again.";

    private static bool IsClock(string message) =>
        message.Contains("Signature expired", StringComparison.OrdinalIgnoreCase) || message.Contains("not yet current", StringComparison.OrdinalIgnoreCase);

    private static string AdviceOnAccess(string message) => NotAuthorized().Match(message) is { Success: true } match
        ? $"Allow {match.Groups["action"].Value}{(match.Groups["resource"] is { Success: true } on ? $" on {on.Value}" : "")} to the caller, or use credentials that may."
        : "Allow the action that AWS names to the caller, or use credentials that may; docs/aws.md lists all that are needed.";

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r', '.', ' ') + ".";

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (Exception? one = failure; one is not null; one = one.InnerException)
        {
            if (one is T found)
            {
                return found;
            }
        }

        return null;
    }

    [GeneratedRegex(@"not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>[^\s]+))?")]
    private static partial Regex NotAuthorized();
}
