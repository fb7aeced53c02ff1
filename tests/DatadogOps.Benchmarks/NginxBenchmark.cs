using System.Diagnostics;
using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Nginx.Syntax;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>
/// nginx's files. A configuration is read in the same run as crossplane reads it, where python3 has that; a log is measured by the cmdlet
/// in PowerShell, in turn with <c>grep -c</c> and with mawk counting lines and bytes by user agent. The log has 2048 MB, or as many
/// as DATADOGOPS_BENCH_LOG_MB says.
/// </summary>
internal static class NginxBenchmark
{
    private const int Rounds = 5;

    // What crossplane 0.5 reads on the machine of docs/benchmarks.md, for where it is not installed.
    private const double RecordedCrossplane = 1.0;

    private const string CrossplaneScript =
        "import sys,time,crossplane\nt=time.perf_counter()\np=crossplane.parse(sys.argv[1],single=True,check_ctx=False,check_args=False)\nassert p['status']=='ok',p['errors']\nprint(time.perf_counter()-t)";

    private const string MawkScript = "-F'\"' '{n[$6]++;b[$6]+=length($0)+1}END{for(k in n)print n[k],b[k],k}'";

    public static async Task RunAsync(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-bench-").FullName;
        try
        {
            await ParseAsync(output, folder);
            await MeasureAsync(output, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ParseAsync(TextWriter output, string folder)
    {
        byte[] text = Configuration(2_000_000);
        string path = Path.Combine(folder, "nginx.conf");
        await File.WriteAllBytesAsync(path, text);
        double? crossplane = await CrossplaneAsync(path, text.Length);
        var speeds = new List<double>();
        for (int round = 0; round < Rounds * 10; round++)
        {
            long start = Stopwatch.GetTimestamp();
            NginxDocument.Parse(text, path);
            speeds.Add(text.Length / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double peer = crossplane ?? RecordedCrossplane;
        output.WriteLine("### Reading nginx's configuration\n");
        output.WriteLine("| reader | first MB/s | then MB/s | ratio |\n|---|---:|---:|---:|");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| DatadogOps | {speeds[0]:0} | {Pairs.Median(speeds):0} | {Pairs.Median(speeds) / peer:0} |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| crossplane{(crossplane is null ? ", as recorded; it is not installed here" : "")} | {peer:0.00} | {peer:0.00} | 1 |\n"));
    }

    private static async Task MeasureAsync(TextWriter output, string folder)
    {
        string log = Path.Combine(folder, "access.log");
        long megabytes = Environment.GetEnvironmentVariable("DATADOGOPS_BENCH_LOG_MB") is { } given ? long.Parse(given, CultureInfo.InvariantCulture) : 2048;
        await WriteLogAsync(log, megabytes);
        double size = new FileInfo(log).Length / 1e9;
        var ours = new List<double>();
        var grouped = new List<double>();
        var grep = new List<double>();
        var mawk = new List<double>();
        string? mawkProgram = Executables.FindInPath("mawk");
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(size * 1000 / await Programs.ImportedAsync($"$null = Measure-NginxAgentLog '{log}'"));
            grep.Add(size * 1000 / await Programs.RunAsync("grep", ["-c", "Datadog Agent/", log]));
            grouped.Add(size * 1000 / await Programs.ImportedAsync($"$null = Measure-NginxAgentLog '{log}' -GroupBy UrlPath, Status, Hour"));
            if (mawkProgram is not null)
            {
                mawk.Add(size * 1000 / await Programs.RunAsync("sh", ["-c", $"{mawkProgram} {MawkScript} '{log}'"]));
            }
        }

        output.WriteLine("### Measuring an access log\n");
        output.WriteLine("| program | GB/s | to grep -c | peak MB |\n|---|---:|---:|---:|");
        Row("Measure-NginxAgentLog", ours, await PeakAsync(log));
        Row("the same by path, status and hour", grouped, null);
        Row("grep -c", grep, null);
        if (mawk.Count > 0)
        {
            Row("mawk, lines and bytes by user agent", mawk, null);
        }

        void Row(string name, List<double> speeds, double? peak) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {Pairs.Median(speeds):0.00} | {Pairs.Median([.. speeds.Zip(grep, (speed, other) => speed / other)]):0.00} | {peak:0} |"));
    }

    private static async Task<double?> CrossplaneAsync(string path, int length)
    {
        try
        {
            using Process process = Programs.Start("python3", ["-c", CrossplaneScript, path]);
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            string seconds = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            await error;
            return process.ExitCode == 0 ? length / 1e6 / double.Parse(seconds, CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no python3
        }
    }

    private static async Task<double> PeakAsync(string log)
    {
        using Process process = Programs.StartPowerShell($"Import-Module '{Programs.Module}'; Measure-NginxAgentLog '{log}'");
        process.StandardInput.Close();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Programs.PeakMemory(process) ?? 0);
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(20));
        }

        await printed;
        return peak;
    }

    private static byte[] Configuration(int length)
    {
        var text = new StringBuilder("events { }\nhttp {\n    log_format main '$remote_addr - \"$request\" $status'; # a format\n");
        for (int i = 0; text.Length < length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    server {{\n        listen 80;\n        server_name shop{i}.example www.shop{i}.example;\n        access_log /var/log/nginx/shop{i}.log main;\n        # static files\n");
            text.Append("        location ~* \"\\.(?:css|js|png)$\" {\n            expires 30d;\n            add_header Cache-Control \"public, immutable\";\n        }\n");
            text.Append("        location / {\n            proxy_set_header Host ${host};\n            proxy_pass http://backend;\n        }\n    }\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("}\n").ToString());
    }

    // A fifth of the lines is the Agent's, as on a machine that is checked more than it is visited.
    private static async Task WriteLogAsync(string path, long megabytes)
    {
        var random = new Random(1);
        string[] agents = ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36", "curl/8.5.0", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"];
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            bool agent = random.Next(5) == 0;
            text.Append(CultureInfo.InvariantCulture, $"10.0.{random.Next(256)}.{random.Next(256)} - - [22/Nov/2026:{i / 834:00}:{i % 60:00}:00 +0000] \"GET {(agent ? "/health" : "/shop/item/" + random.Next(9999))} HTTP/1.1\" 200 {random.Next(90000)} \"-\" \"{(agent ? "Datadog Agent/7.60.0" : agents[random.Next(3)])}\"\n");
        }

        byte[] block = Encoding.ASCII.GetBytes(text.ToString());
        await using FileStream file = File.Create(path);
        for (long written = 0; written < megabytes * 1_000_000; written += block.Length)
        {
            await file.WriteAsync(block);
        }
    }
}
