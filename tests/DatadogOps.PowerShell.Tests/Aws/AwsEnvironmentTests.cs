using DatadogOps.Tests.Engine;
using System.Net;
using System.Net.Sockets;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Aws;

/// <summary>What the environment says of endpoints and proxies. It belongs to a whole process, so each line runs in a PowerShell of its own.</summary>
public class AwsEnvironmentTests
{
    private const string Account = "123456789012";

    [Fact]
    public async Task EachServiceHasAnEndpointOfItsOwnThatGoesBeforeTheCommonOne()
    {
        await using var iam = new FakeAws();
        await using var sts = new FakeAws();
        using var refusing = new RefusingPort();
        string key = sts.AddKey(Account);
        iam.AddKey(Account, key);

        (int exitCode, string output) = await RunAsync(key, "Get-DatadogAwsRole", new()
        {
            ["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{refusing.Port}",
            ["AWS_ENDPOINT_URL_IAM"] = AddressOf(iam),
            ["AWS_ENDPOINT_URL_STS"] = AddressOf(sts),
        });

        Assert.True(exitCode == 0, output);
        Assert.Equal(["GetCallerIdentity"], sts.Calls);
        Assert.Equal(["ListRoles"], iam.Calls);
    }

    [Fact]
    public async Task TheCommonEndpointIsForBothServices()
    {
        await using var aws = new FakeAws();

        (int exitCode, string output) = await RunAsync(aws.AddKey(Account), "Get-DatadogAwsRole", new() { ["AWS_ENDPOINT_URL"] = AddressOf(aws) });

        Assert.True(exitCode == 0, output);
        Assert.Equal(["GetCallerIdentity", "ListRoles"], aws.Calls);
    }

    [Fact]
    public async Task AProxyOfTheEnvironmentIsAskedForTheEndpoint()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        Task<string> asked = FirstLineAsync(proxy);

        (int exitCode, string output) = await RunAsync("AKIAEXAMPLE", "Get-DatadogAwsRole", new()
        {
            ["AWS_ENDPOINT_URL"] = "http://aws.example",
            ["HTTP_PROXY"] = $"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}",
            ["http_proxy"] = null,
            ["AWS_MAX_ATTEMPTS"] = "1",
        });

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("POST http://aws.example/", await asked.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
        Assert.Contains("502", output, StringComparison.Ordinal);
    }

    private static string AddressOf(FakeAws aws) => aws.Endpoint.AbsoluteUri.TrimEnd('/');

    private static async Task<(int ExitCode, string Output)> RunAsync(string key, string command, Dictionary<string, string?> environment)
    {
        AwsProfiles.Isolate();
        environment["AWS_ACCESS_KEY_ID"] = key;
        environment["AWS_SECRET_ACCESS_KEY"] = AwsProfiles.Secret;
        environment["AWS_REGION"] = "us-east-1";
        environment["NO_PROXY"] = null;
        environment["no_proxy"] = null;
        await using ChildProcess pwsh = PowerShellHost.Start(command, new ChildProcessOptions { Environment = environment });
        await pwsh.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.DoesNotContain(AwsProfiles.Secret, pwsh.Output, StringComparison.Ordinal);
        return (pwsh.ExitCode, pwsh.Output);
    }

    // Answers one request, and gives its first line.
    private static async Task<string> FirstLineAsync(TcpListener proxy)
    {
        using TcpClient client = await proxy.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        string line = await reader.ReadLineAsync() ?? "";
        int length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture) : length;
        }

        for (; length > 0; length--)
        {
            reader.Read();
        }

        await client.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        return line;
    }
}
