using System.Globalization;
using DatadogOps.Tests.ConfigRuns.Documents;
using Xunit.Abstractions;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>
/// Gives every reader what was broken by chance. Whatever it is given, a reader gives reports or one error that names a place, in time and
/// memory that its length allows. Each subject runs a moment; DATADOGOPS_FUZZ_SECONDS=600 makes it ten minutes, DATADOGOPS_FUZZ_SEED repeats
/// a run, and --filter "DisplayName~puppet-yaml" chooses a subject. An input that did harm is written to Seeds, and from then on every subject
/// is given it in every run of the tests; one that took the process with it is left in the folder for temporary files.
/// </summary>
[Collection(StreamingSuite.Name)]
public class FuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Subjects => [.. FuzzSubjects.Names];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void WhateverItIsGivenItReadsOrRefuses(string subject)
    {
        using IFuzzSubject given = FuzzSubjects.Get(subject);
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out double told) ? told : 0.5;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_FUZZ_SEED"), CultureInfo.InvariantCulture, out int same) ? same : Random.Shared.Next();

        output.WriteLine(new FuzzRun(given, seed, FuzzCorpus.SeedFolder).Run(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void WhatOnceDidHarmDoesNoneAnyMore(string subject)
    {
        using IFuzzSubject given = FuzzSubjects.Get(subject);
        foreach (string path in FuzzCorpus.Seeds)
        {
            given.Give(File.ReadAllBytes(path));
        }
    }
}
