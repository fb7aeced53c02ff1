using System.Net.Http.Headers;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Aws;

/// <summary>
/// moto's server (pip install 'moto[server]'), which checks signatures and what a caller may do once its first key was made. It lacks
/// quotas and the evaluation of trust.
/// </summary>
public sealed class MotoServer : IAsyncDisposable
{
    // moto lets the first requests in unchecked; with these few the caller is made, and all further ones are checked.
    private const int UncheckedRequests = 4;

    private readonly ChildProcess _process;

    private MotoServer(ChildProcess process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    /// <summary>Its address, for all services.</summary>
    public Uri Endpoint { get; }

    /// <summary>Access key of a user who may do everything.</summary>
    public string AccessKey { get; private set; } = "";

    /// <summary>Its secret.</summary>
    public string SecretKey { get; private set; } = "";

    /// <summary>Profile of that user.</summary>
    public string ProfileName { get; private set; } = "";

    /// <summary>The program, or null with the reason.</summary>
    public static string? Find(out string reason)
    {
        string? program = Executables.FindInPath("moto_server");
        reason = program is null ? "moto_server is not installed (pip install 'moto[server]')." : "";
        return program;
    }

    /// <summary>Starts a server, and makes its user.</summary>
    /// <exception cref="TestbedException">It is not installed, or does not start.</exception>
    public static async Task<MotoServer> StartAsync(CancellationToken cancellationToken = default)
    {
        string program = Find(out string reason) ?? throw new TestbedException(reason);
        int port = FreePort.Next();
        ChildProcess process = ChildProcess.Start(
            program,
            ["-H", "127.0.0.1", "-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            new ChildProcessOptions
            {
                Environment = new Dictionary<string, string?>
                {
                    ["INITIAL_NO_AUTH_ACTION_COUNT"] = UncheckedRequests.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true",
                },
            });
        var moto = new MotoServer(process, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await moto.PrepareAsync(cancellationToken);
            return moto;
        }
        catch
        {
            await moto.DisposeAsync();
            throw;
        }
    }

    /// <summary>Variables by which another program finds this server.</summary>
    public Dictionary<string, string?> Variables() => new()
    {
        ["AWS_ENDPOINT_URL"] = Endpoint.AbsoluteUri.TrimEnd('/'),
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_PROFILE"] = null,
    };

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Endpoint };
        await Polling.UntilAsync(
            async () => _process.HasExited || await IsUpAsync(http, cancellationToken),
            () => $"moto_server is not ready: {_process.Output}",
            120,
            cancellationToken);
        if (_process.HasExited)
        {
            throw new TestbedException($"moto_server ended: {_process.Output}");
        }

        const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
        await CallAsync(http, new() { ["Action"] = "CreateUser", ["UserName"] = "admin" }, cancellationToken);
        await CallAsync(http, new() { ["Action"] = "PutUserPolicy", ["UserName"] = "admin", ["PolicyName"] = "all", ["PolicyDocument"] = All }, cancellationToken);
        string key = await CallAsync(http, new() { ["Action"] = "CreateAccessKey", ["UserName"] = "admin" }, cancellationToken);
        var answer = System.Xml.Linq.XDocument.Parse(key);
        AccessKey = answer.Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;
        SecretKey = answer.Descendants().First(element => element.Name.LocalName == "SecretAccessKey").Value;
        ProfileName = AwsProfiles.Add(Endpoint, AccessKey, SecretKey);

        // The last of the unchecked requests.
        await CallAsync(http, new() { ["Action"] = "GetUser", ["UserName"] = "admin" }, cancellationToken);
    }

    private static async Task<bool> IsUpAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync("/moto-api/data.json", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> CallAsync(HttpClient http, Dictionary<string, string> values, CancellationToken cancellationToken)
    {
        values["Version"] = "2010-05-08";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent(values) };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", "Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new TestbedException($"moto_server refused {values["Action"]}: {text}");
    }
}
