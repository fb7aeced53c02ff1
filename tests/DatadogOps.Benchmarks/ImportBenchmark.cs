using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using DatadogOps.Aws.Iam;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>Import-Module in PowerShell, against a binary module with nothing in it.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync(TextWriter output)
    {
        output.WriteLine("### Import-Module\n");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("datadogops-bench-");
        try
        {
            string empty = MakeEmptyModule(folder.FullName);
            (double ours, double theirs, _) = await Pairs.MeasureAsync(Rounds, () => ImportAsync(Programs.Module), async () => await ImportAsync(empty));
            output.WriteLine("| DatadogOps ms | empty binary module ms | difference ms |\n|---:|---:|---:|");
            output.WriteLine($"| {Pairs.Text(ours)} | {Pairs.Text(theirs)} | {Pairs.Text(ours - theirs)} |");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string MakeEmptyModule(string folder)
    {
        string directory = Directory.CreateDirectory(Path.Combine(folder, "EmptyModule")).FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("EmptyModule"), typeof(object).Assembly);
        assembly.DefineDynamicModule("EmptyModule").DefineType("Empty", TypeAttributes.Public | TypeAttributes.Class).CreateType();
        assembly.Save(Path.Combine(directory, "EmptyModule.dll"));
        File.WriteAllText(Path.Combine(directory, "EmptyModule.psd1"), "@{ RootModule = 'EmptyModule.dll'; ModuleVersion = '1.0'; GUID = '8b7f7c1e-6d3f-4a68-9a1c-0a7f0a6b1f4e'; CmdletsToExport = @(); FunctionsToExport = @(); AliasesToExport = @() }");
        return directory;
    }

    private static Task<double> ImportAsync(string module) =>
        Programs.TimeInPowerShellAsync($"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}' -ErrorAction Stop");
}
