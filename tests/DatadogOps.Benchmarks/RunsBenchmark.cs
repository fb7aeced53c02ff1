using System.Diagnostics;
using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Whole processes that read reports, PowerShell's start included: beside Ruby's YAML loader and Python's json, A B A B, with the peak of their memory. The sizes
/// are those of large sites; DATADOGOPS_RUNS_SCALE divides them for a quick look.
/// </summary>
internal static class RunsBenchmark
{
    private const int Rounds = 5;
    private const int PuppetResources = 10_000;
    private const int AnsibleTasks = 80_000; // 200 MB
    private const int SmallFiles = 1000;

    private const string PsychScript = "require 'yaml'; YAML.unsafe_load(File.read(ARGV[0]).gsub(/ !ruby\\S+/, ''))";
    private const string PythonScript = "import json, sys; json.load(open(sys.argv[1]))";

    private static readonly int Scale = int.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_RUNS_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out int scale) && scale > 0 ? scale : 1;

    public static async Task RunAsync(TextWriter output)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("datadogops-runs-");
        try
        {
            output.WriteLine("### Reports of configuration runs\n");
            output.WriteLine("| report | MB | DatadogOps ms | DatadogOps MB | peer | peer ms | peer MB | peer / DatadogOps |\n|---|---:|---:|---:|---|---:|---:|---:|");
            await CompareAsync(output, "Puppet, YAML", WritePuppet(folder.FullName), "ruby", ["-e", PsychScript]);
            string ansible = WriteAnsible(folder.FullName, "run.json", AnsibleTasks / Scale);
            await CompareAsync(output, "Ansible, JSON", ansible, "python3", ["-c", PythonScript]);
            await ComparePeaksAsync(output, ansible, WriteAnsible(folder.FullName, "tenth.json", AnsibleTasks / Scale / 10));
            await ReadSmallAsync(output, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(TextWriter output, string name, string file, string peer, string[] script)
    {
        string size = Pairs.Text(new FileInfo(file).Length / 1e6);
        (double ownPeak, double peerPeak) = (0, 0);
        async Task<double> Own()
        {
            (double time, double peak) = await ReadAsync(file);
            ownPeak = Math.Max(ownPeak, peak);
            return time;
        }

        if (Executables.FindInPath(peer) is not { } program)
        {
            output.WriteLine($"| {name} | {size} | {Pairs.Text(await Own(), "0")} | {Pairs.Text(ownPeak, "0")} | {peer} is not installed | | | |");
            return;
        }

        (double own, double other, double ratio) = await Pairs.MeasureAsync(Rounds, Own, async () =>
        {
            (double time, double peak) = await RunAsync(program, [.. script, file]);
            peerPeak = Math.Max(peerPeak, peak);
            return time;
        }, warmup: 1);
        output.WriteLine($"| {name} | {size} | {Pairs.Text(own, "0")} | {Pairs.Text(ownPeak, "0")} | {peer} | {Pairs.Text(other, "0")} | {Pairs.Text(peerPeak, "0")} | {Pairs.Text(1 / ratio)} |");
    }

    private static async Task ReadSmallAsync(TextWriter output, string folder)
    {
        int count = Math.Max(1, SmallFiles / Scale);
        string small = Directory.CreateDirectory(Path.Combine(folder, "small")).FullName;
        for (int i = 0; i < count; i++)
        {
            File.Copy(Fixture("puppet/changed.report.yaml"), Path.Combine(small, $"{i}.yaml"));
        }

        string command = $"Get-ConfigRunReport '{small}/*.yaml'";
        output.WriteLine($"\n| {count} reports of 16 KB, with the start of | ms | MB | reports a second |\n|---|---:|---:|---:|");
        await ReadSmallAsync(output, "PowerShell and the module", count, "dotnet", Programs.PowerShellArguments($"Import-Module '{Programs.Module}'; $null = {command}"));
    }

    private static async Task ReadSmallAsync(TextWriter output, string name, int count, string program, string[] arguments)
    {
        (double Milliseconds, double PeakMegabytes)[] runs = new (double, double)[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            runs[round] = await RunAsync(program, arguments);
        }

        double median = Pairs.Median([.. runs.Select(run => run.Milliseconds)]);
        output.WriteLine($"| {name} | {Pairs.Text(median, "0")} | {Pairs.Text(runs.Max(run => run.PeakMegabytes), "0")} | {Pairs.Text(count * 1000 / median, "0")} |");
    }

    // Ten times as long, and no more memory.
    private static async Task ComparePeaksAsync(TextWriter output, string whole, string tenth)
    {
        double wholePeak = (await ReadAsync(whole)).PeakMegabytes;
        double tenthPeak = (await ReadAsync(tenth)).PeakMegabytes;
        output.WriteLine(
            $"\nAnsible's output of {Pairs.Text(new FileInfo(tenth).Length / 1e6)} MB needs {Pairs.Text(tenthPeak, "0")} MB of memory, "
            + $"that of {Pairs.Text(new FileInfo(whole).Length / 1e6)} MB {Pairs.Text(wholePeak, "0")} MB.");
    }

    // The kernel forgets a process's peak with the process, so it is looked at while it runs.
    private static async Task<(double Milliseconds, double PeakMegabytes)> RunAsync(string program, string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Programs.Start(program, arguments);
        process.StandardInput.Close();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        double peak = 0;
        Task ended = process.WaitForExitAsync();
        while (await Task.WhenAny(ended, Task.Delay(5)) != ended)
        {
            peak = Math.Max(peak, Programs.PeakMemory(process) ?? 0);
        }

        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 ? (elapsed, peak) : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await text}");
    }

    private static Task<(double Milliseconds, double PeakMegabytes)> ReadAsync(string file) =>
        RunAsync("dotnet", Programs.PowerShellArguments($"Import-Module '{Programs.Module}'; $null = Get-ConfigRunReport '{file}'"));

    private static string WritePuppet(string folder)
    {
        const string Statuses = "resource_statuses:\n";
        string text = File.ReadAllText(Fixture("puppet/changed.report.yaml"));
        int begin = text.IndexOf(Statuses, StringComparison.Ordinal) + Statuses.Length;
        string first = text[begin..text.IndexOf("  File[/srv/demo/puppet/target/motd]:\n", StringComparison.Ordinal)];
        string path = Path.Combine(folder, "last_run_report.yaml");
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        writer.Write(text[..begin]);
        for (int i = 0; i < PuppetResources / Scale; i++)
        {
            writer.Write(first.Replace("target", $"target{i}", StringComparison.Ordinal));
        }

        writer.Write(text[begin..]);
        return path;
    }

    private static string WriteAnsible(string folder, string name, int tasks)
    {
        string task = """{"hosts":{"web01":{"action":"ansible.builtin.copy","changed":true,"invocation":{"module_args":{"content":"CONTENT"}}}},"task":{"name":"Copy","path":"/srv/site.yml:3"}},"""
            .Replace("CONTENT", new string('x', 2350), StringComparison.Ordinal);
        string path = Path.Combine(folder, name);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        writer.Write("""{"plays":[{"play":{"id":"1"},"tasks":[""");
        for (int i = 0; i < tasks; i++)
        {
            writer.Write(task);
        }

        writer.Write("""{}]}],"stats":{"web01":{"ok":1,"changed":1}}}""");
        return path;
    }

    private static string Fixture(string name) => Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Fixtures", name);
}
