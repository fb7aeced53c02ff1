using DatadogOps.Intake.Hosting;

namespace DatadogOps.Tests.Hosting;

public sealed class IntakeOptionsTests : IDisposable
{
    private readonly string _keyFile = Path.GetTempFileName();

    public void Dispose() => File.Delete(_keyFile);

    [Fact]
    public void Keys_come_from_files_then_the_environment_then_the_documented_ones()
    {
        File.WriteAllText(_keyFile, "from-file\n");
        static string? Environment(string name) => name == "DD_API_KEY" ? "from-environment" : null;
        Assert.Equal("from-file", IntakeOptions.Parse(["--api-key-file", _keyFile], Environment).ApiKey);
        Assert.Equal("from-environment", IntakeOptions.Parse([], Environment).ApiKey);
        Assert.Equal(IntakeOptions.LocalApplicationKey, IntakeOptions.Parse([], Environment).ApplicationKey);
    }

    [Theory]
    [InlineData(2, "--port", "70000")]
    [InlineData(2, "--port", "-1")]
    [InlineData(2, "--port")]
    [InlineData(2, "--frobnicate", "1")]
    [InlineData(4, "--api-key-file", "/nonexistent/key")]
    public void Mistakes_have_their_exit_code(int exitCode, params string[] arguments) =>
        Assert.Equal(exitCode, Assert.Throws<StartException>(() => IntakeOptions.Parse(arguments, _ => null)).ExitCode);

    [Fact]
    public void An_empty_key_file_is_refused_without_showing_it() =>
        Assert.Contains("one line", Assert.Throws<StartException>(() => IntakeOptions.Parse(["--app-key-file", _keyFile], _ => null)).Message, StringComparison.Ordinal);
}
