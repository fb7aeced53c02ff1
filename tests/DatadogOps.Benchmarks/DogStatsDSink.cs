using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace DatadogOps.Benchmarks;

/// <summary>
/// A receiver in a process of its own that counts the lines of the datagrams which arrive at a Unix socket. Only Unix sockets
/// push back, so only there "all arrived" is a matter of the sender.
/// </summary>
internal sealed class DogStatsDSink : IDisposable
{
    public const string Command = "dogstatsd-sink";

    private readonly Process _process;

    private DogStatsDSink(Process process, string path)
    {
        _process = process;
        Path = path;
    }

    public string Path { get; }

    public static async Task<DogStatsDSink> StartAsync()
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.sock");

        // Compiled at once and for good: a compiler that works beside it would be measured in whoever is fast.
        Process process = Programs.Start(Environment.ProcessPath!, [.. Programs.Own, Command, path], new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "0" });
        await process.StandardOutput.ReadLineAsync();
        return new DogStatsDSink(process, path);
    }

    /// <summary>Lines so far, and when the last of them arrived, in ticks of Stopwatch, which all processes of a machine share.</summary>
    public async Task<(long Lines, long LastArrival)> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync("?");
        string[] answer = (await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sink has ended.")).Split(' ');
        return (long.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(Path);
    }

    /// <summary>The receiving process itself.</summary>
    public static int Run(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        long lines = 0;
        long last = 0;
        var receiving = new Thread(() =>
        {
            using var receiver = new DatagramReceiver();
            while (true)
            {
                int count = receiver.Receive(socket);
                long more = 0;
                for (int i = 0; i < count; i++)
                {
                    more += receiver[i].TrimEnd((byte)'\n').Count((byte)'\n') + 1;
                }

                Volatile.Write(ref lines, lines + more);
                Volatile.Write(ref last, Stopwatch.GetTimestamp());
            }
        })
        {
            IsBackground = true,
        };
        receiving.Start();
        long first = Warm(path, () => Volatile.Read(ref lines));
        Console.WriteLine("listening");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref lines) - first} {Volatile.Read(ref last)}"));
        }

        return 0;
    }

    // Sends itself some lines, so that nothing is compiled while others are measured.
    private static long Warm(string path, Func<long> lines)
    {
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        sender.Connect(new UnixDomainSocketEndPoint(path));
        long sent = 0;
        for (int i = 0; i < 100; i++)
        {
            sent += 2;
            sender.Send("warm:1|g\nwarm:2|g"u8);
        }

        while (lines() < sent)
        {
            Thread.Sleep(1);
        }

        return sent;
    }
}
