using DatadogOps.Tests.ConfigRuns.Documents;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>What does harm is noticed, and its input kept.</summary>
[Collection(StreamingSuite.Name)]
public sealed class FuzzRunTests : IDisposable
{
    private static readonly byte[] Good = "{\"good\": [1, 2, {\"a\": \"b\"}]}"u8.ToArray();

    private readonly TempFolder _folder = new();
    private readonly List<byte[]> _left = [];
    private volatile bool _ends;

    public void Dispose()
    {
        _ends = true;
        _folder.Dispose();
    }

    [Fact]
    public void WhatIsReadOrRefusedIsWell() => Assert.Contains("inputs in", Run(_ => "read"), StringComparison.Ordinal);

    [Fact]
    public void AnExceptionIsADefect() => Fails(_ => throw new InvalidOperationException("a defect"), "a defect");

    [Fact]
    public void ALoopWithoutAnEndIsADefect() => Fails(
        _ =>
        {
            while (!_ends)
            {
            }

            return "";
        },
        "of the processor and had not ended");

    [Fact]
    public void MoreMemoryThanTheInputIsWorthIsADefect() => Fails(_ => $"{new byte[600 * 1024 * 1024].Length}", "MB were allocated for");

    [Fact]
    public void MemoryThatIsLeftBehindIsADefect() => Fails(
        _ =>
        {
            if (_left.Count < 10)
            {
                _left.Add(new byte[20 * 1024 * 1024]);
            }

            return "";
        },
        "MB were left behind");

    private void Fails(Func<byte[], string> give, string reason)
    {
        FuzzFailure failure = Assert.Throws<FuzzFailure>(() => Run(input => ReferenceEquals(input, Good) ? "" : give(input)));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Assert.Single(Directory.GetFiles(_folder.Path, "sample-*.bin")), failure.Message, StringComparison.Ordinal);
    }

    private string Run(Func<byte[], string> give)
    {
        using var subject = new FuzzSubject("sample", [Good], give);
        return new FuzzRun(subject, seed: 1, _folder.Path).Run(TimeSpan.FromSeconds(0.3));
    }
}
