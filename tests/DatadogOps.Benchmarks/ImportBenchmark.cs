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
        if (Executables.FindInPath("pwsh") is not { } pwsh)
        {
            output.WriteLine("Skipped: pwsh is not on the PATH.");
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("ddops-bench-");
        try
        {
            string empty = MakeEmptyModule(folder.FullName);
            (double ours, double theirs, _) = await Pairs.MeasureAsync(Rounds, () => ImportAsync(pwsh, Programs.Module), async () => await ImportAsync(pwsh, empty));
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

    private static async Task<double> ImportAsync(string pwsh, string module)
    {
        string text = await ChildProcess.RunAsync(
            pwsh,
            ["-NoProfile", "-NonInteractive", "-Command", $"$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}' -ErrorAction Stop; $w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"]);
        return double.Parse(text.Trim(), CultureInfo.InvariantCulture);
    }
}
