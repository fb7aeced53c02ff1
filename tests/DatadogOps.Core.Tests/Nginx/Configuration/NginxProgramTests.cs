using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Tests.Nginx.Configuration;

public class NginxProgramTests
{
    [Fact]
    public async Task MissingProgramIsAnError()
    {
        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxProgram.FindAsync(Path.Combine(Path.GetTempPath(), "no-such-folder", "nginx"), null, default));

        Assert.Equal(NginxErrorIds.BinaryMissing, error.ErrorId);
    }
}
