using System.Net;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Receiving;
using DatadogOps.ConfigRuns.Watching;
using DatadogOps.Testbed.Network;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>The receiver of reports by HTTP, with bytes that are no requests, and requests with bodies that are no reports.</summary>
internal sealed class ReceiverSubject : IFuzzSubject
{
    private const string Token = "0123456789abcdef-token";
    private const int MaxBody = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Where the machine stood still for a while, the receiver has given the sender up.
    private const int Attempts = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly ReportReceiver _receiver;
    private readonly Task _taking;

    public ReceiverSubject()
    {
        _port = FreePort.Next();
        _receiver = ReportReceiver.Start(
            _port,
            new ReceiverToken(new NetworkCredential(null, Token).SecurePassword),
            MaxBody,
            static (body, stop) => RunReading.ReadText(body, new(), stop),
            _stop.Token);
        _taking = Task.Run(async () =>
        {
            await foreach (ReceivedReports received in _receiver.Received.ReadAllAsync())
            {
                received.Complete();
            }
        });
    }

    public string Name => FuzzSubjects.Receiver;

    public IReadOnlyList<byte[]> Corpus { get; } =
    [
        .. FuzzCorpus.Of("puppet", "report.yaml").Concat(FuzzCorpus.Of("chef", "jsonl")).Select(body => Request($"Content-Length: {body.Length}\r\n", body)),
        .. FuzzCorpus.Of("puppet", "report.json").Select(body => Request("Transfer-Encoding: chunked\r\n", [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8])),
        Request("Content-Length: 2\r\nExpect: 100-continue\r\n", "{}"u8.ToArray()),
    ];

    // A request is answered, if only by its refusal; a connection that is closed without a word is a defect behind it.
    public string Give(byte[] input)
    {
        string text = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            text = Send(input);
            if (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                return string.Concat(text.Split("\r\n\r\n")[0].Take(40)) + string.Concat(text.Split("\r\n\r\n")[^1].Where(char.IsLetter).Take(80));
            }
        }

        return input.Length is 0 or >= MaxBody ? "" : throw new FuzzFailure($"The receiver closed the connection and said '{text}'.");
    }

    private string Send(byte[] input)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            SendTimeout = (int)Patience.TotalMilliseconds,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            LingerState = new LingerOption(true, 0),
        };
        socket.Connect(IPAddress.Loopback, _port);
        var answer = new byte[4096];
        int length = 0;
        try
        {
            socket.Send(input);
            socket.Shutdown(SocketShutdown.Send);
            for (int read; length < answer.Length && (read = socket.Receive(answer, length, answer.Length - length, SocketFlags.None)) > 0; length += read)
            {
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.TimedOut)
        {
            // Of a request that is far too long the rest is not read.
        }

        return Encoding.Latin1.GetString(answer, 0, length);
    }

    public void Dispose()
    {
        _receiver.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _taking.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private static byte[] Request(string header, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes($"POST /reports HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Token}\r\nContent-Type: text/yaml\r\n{header}\r\n"),
        .. body,
    ];
}
