using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Tests.Nginx.Configuration;

public sealed class NginxConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;

    private string Main => Path.Combine(_folder, "nginx.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NulEndsTheNameOfAnInclude()
    {
        // As in the C library, and so in nginx.
        string included = Path.Combine(_folder, "named.inc");
        File.WriteAllText(included, "gzip on;\n");
        File.WriteAllText(Main, "events {}\nhttp {\n  include named.inc\0.conf;\n}\n");

        NginxConfiguration configuration = await NginxConfiguration.LoadAsync(Main, default);

        Assert.Equal([Main, included], configuration.Documents.Select(document => document.Path));
    }

    [Fact]
    public async Task ErrorNamesTheLineOfTheInclude()
    {
        File.WriteAllText(Main, "events {}\nhttp {\n  include conf.d;\n}\n");
        Directory.CreateDirectory(Path.Combine(_folder, "conf.d"));

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxConfiguration.LoadAsync(Main, default));

        Assert.Equal(NginxErrorIds.FileUnreadable, error.ErrorId);
        Assert.Contains("nginx.conf, line 3: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LimitsTheNumberOfIncludes()
    {
        // 2^60 files if all were followed.
        for (int i = 0; i < 60; i++)
        {
            File.WriteAllText(Path.Combine(_folder, $"{i}.inc"), $"include {i + 1}.inc; include {i + 1}.inc;");
        }

        File.WriteAllText(Path.Combine(_folder, "60.inc"), "");
        File.WriteAllText(Main, "http { include 0.inc; }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxConfiguration.LoadAsync(Main, default));

        Assert.Equal(NginxErrorIds.TooLarge, error.ErrorId);
    }
}
