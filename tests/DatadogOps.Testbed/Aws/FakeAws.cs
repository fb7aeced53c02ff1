using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using System.Xml.Linq;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Testbed.Aws;

/// <summary>What a fake AWS does to a request instead of answering it.</summary>
public enum FakeFault
{
    /// <summary>Nothing: it answers.</summary>
    None,

    /// <summary>It refuses with AccessDenied, which nobody repeats.</summary>
    Deny,

    /// <summary>It refuses with Throttling.</summary>
    Throttle,

    /// <summary>It fails with status 500.</summary>
    Fail,

    /// <summary>It does what was asked, and the answer is lost: a proxy between says that it waited too long.</summary>
    LoseAnswer,
}

/// <summary>
/// IAM and STS in this process, for what moto lacks: quotas, checked documents, trust that is evaluated, throttling, and a fault at any
/// request. Each access key belongs to an account; AssumeRole hands out keys for the account of the role.
/// </summary>
public sealed partial class FakeAws : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<string, string> _keys = new();
    private readonly ConcurrentDictionary<string, FakeAwsAccount> _accounts = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly Task _serving;
    private int _count;

    /// <summary>Begins to listen.</summary>
    public FakeAws()
    {
        _listener = LocalHttp.Listen(out Uri address);
        Endpoint = new Uri(address.GetLeftPart(UriPartial.Authority));
        _serving = ServeAsync();
    }

    /// <summary>Its address, for both services.</summary>
    public Uri Endpoint { get; }

    /// <summary>Partition of all accounts.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>Asked before each request, with its number from 1 and its action.</summary>
    public Func<int, string, FakeFault> Fault { get; set; } = (_, _) => FakeFault.None;

    /// <summary>Actions of all requests so far, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>An account; made when it is first named.</summary>
    public FakeAwsAccount Account(string id) => _accounts.GetOrAdd(id, one => new FakeAwsAccount(one, Partition));

    /// <summary>Makes an access key for an account; or takes one that another fake made, as services of one AWS know the same keys.</summary>
    public string AddKey(string accountId, string? key = null)
    {
        key ??= $"AKIA{Guid.NewGuid():N}"[..20].ToUpperInvariant();
        _keys[key] = accountId;
        return key;
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ResetCalls()
    {
        _calls.Clear();
        Interlocked.Exchange(ref _count, 0);
    }

    /// <summary>Stops.</summary>
    public async ValueTask DisposeAsync()
    {
        // Not Stop first: Close would then bind the port again to give it up, which another process may have by now.
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var values = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        var request = new FakeAwsRequest(values.AllKeys.OfType<string>().ToDictionary(name => name, name => values[name]!));
        _calls.Enqueue(request.Action);
        FakeFault fault = Fault(Interlocked.Increment(ref _count), request.Action);
        (int status, string body) = fault switch
        {
            FakeFault.Deny => Error(403, "AccessDenied", $"User: arn:aws:iam::123456789012:user/test is not authorized to perform: iam:{request.Action} on resource: role x"),
            FakeFault.Throttle => Error(400, "Throttling", "Rate exceeded"),
            FakeFault.Fail => Error(500, "ServiceFailure", "Internal failure"),
            _ => Handle(context.Request.Headers["Authorization"], request),
        };
        try
        {
            if (fault == FakeFault.LoseAnswer)
            {
                (status, body) = (504, "<html><body>Gateway Timeout</body>");
            }

            byte[] bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/xml";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private (int Status, string Body) Handle(string? authorization, FakeAwsRequest request)
    {
        Match credential = Credential().Match(authorization ?? "");
        if (!credential.Success || !_keys.TryGetValue(credential.Groups["key"].Value, out string? accountId))
        {
            return Error(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }

        try
        {
            XElement result = request.Action switch
            {
                "GetCallerIdentity" => new XElement("R", new XElement("Account", accountId), new XElement("Arn", $"arn:{Partition}:iam::{accountId}:user/test"), new XElement("UserId", "AIDATEST")),
                "AssumeRole" => AssumeRole(accountId, request),
                _ => Account(accountId).Do(request),
            };
            XNamespace space = request.Action is "GetCallerIdentity" or "AssumeRole" ? "https://sts.amazonaws.com/doc/2011-06-15/" : "https://iam.amazonaws.com/doc/2010-05-08/";
            result.Name = request.Action + "Result";
            var answer = new XElement(request.Action + "Response", result, new XElement("ResponseMetadata", new XElement("RequestId", Guid.NewGuid().ToString())));
            foreach (XElement element in answer.DescendantsAndSelf())
            {
                element.Name = space + element.Name.LocalName;
            }

            return (200, answer.ToString(SaveOptions.DisableFormatting));
        }
        catch (FakeAwsException refused)
        {
            return Error(refused.Status, refused.Code, refused.Message);
        }
    }

    private XElement AssumeRole(string callerAccount, FakeAwsRequest request)
    {
        string arn = request["RoleArn"];
        string owner = arn.Split(':')[4];
        if (!Account(owner).CanAssume(arn[(arn.LastIndexOf('/') + 1)..], callerAccount, request.Find("ExternalId")))
        {
            throw new FakeAwsException(403, "AccessDenied", $"User: arn:aws:iam::{callerAccount}:user/test is not authorized to perform: sts:AssumeRole on resource: {arn}");
        }

        return new XElement(
            "R",
            new XElement(
                "Credentials",
                new XElement("AccessKeyId", AddKey(owner)),
                new XElement("SecretAccessKey", "assumed-secret"),
                new XElement("SessionToken", "assumed-token"),
                new XElement("Expiration", DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))),
            new XElement("AssumedRoleUser", new XElement("Arn", $"arn:{Partition}:sts::{owner}:assumed-role/x/y"), new XElement("AssumedRoleId", "AROA:y")));
    }

    private static (int Status, string Body) Error(int status, string code, string message) => (
        status,
        new XElement("ErrorResponse", new XElement("Error", new XElement("Type", "Sender"), new XElement("Code", code), new XElement("Message", message)), new XElement("RequestId", "request-42")).ToString());

    [GeneratedRegex("Credential=(?<key>[A-Z0-9]+)/")]
    private static partial Regex Credential();
}

/// <summary>A request's values by name.</summary>
internal sealed class FakeAwsRequest(IReadOnlyDictionary<string, string> values)
{
    public string Action => this["Action"];

    public string this[string name] => Find(name) ?? throw new FakeAwsException(400, "ValidationError", $"{name} is missing");

    public string? Find(string name) => values.GetValueOrDefault(name);

    public IEnumerable<(string Key, string Value)> Tags()
    {
        for (int i = 1; Find($"Tags.member.{i}.Key") is { } key; i++)
        {
            yield return (key, this[$"Tags.member.{i}.Value"]);
        }
    }
}

/// <summary>A refusal with AWS's code.</summary>
internal sealed class FakeAwsException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
