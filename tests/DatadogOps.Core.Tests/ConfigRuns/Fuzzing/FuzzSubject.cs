namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>Something that takes what others wrote.</summary>
internal interface IFuzzSubject : IDisposable
{
    string Name { get; }

    /// <summary>Inputs as they should be.</summary>
    IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>Gives it an input; whatever it throws is a defect.</summary>
    /// <returns>What kind of outcome it had.</returns>
    string Give(byte[] input);
}

/// <summary>A subject that keeps nothing between two inputs.</summary>
internal sealed class FuzzSubject(string name, IReadOnlyList<byte[]> corpus, Func<byte[], string> give) : IFuzzSubject
{
    public string Name => name;

    public IReadOnlyList<byte[]> Corpus => corpus;

    public string Give(byte[] input) => give(input);

    public void Dispose()
    {
    }
}
