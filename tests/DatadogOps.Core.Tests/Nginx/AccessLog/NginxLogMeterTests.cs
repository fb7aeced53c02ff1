using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.AccessLog;
using DatadogOps.Nginx.LogFilter;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx.AccessLog;

public class NginxLogMeterTests(ITestOutputHelper output)
{
    [Fact]
    public async Task MeasuresLogsOfRandomBytes()
    {
        string path = Path.GetTempFileName();
        string[] seeds =
        [
            "10.0.0.1 - - [22/Nov/2026:19:00:00 +0000] \"GET /h HTTP/1.1\" 200 2 \"-\" \"Datadog Agent/7.60.0\"\n",
            "{\"status\":200,\"http_user_agent\":\"Datadog Agent/7\",\"time\":\"2026-11-22T19:00:00Z\"}\n",
        ];
        try
        {
            await NginxFuzz.RunAsync(async (random, _) =>
            {
                byte[] text = [.. Enumerable.Range(0, random.Next(1, 20)).SelectMany(_ => random.Next(2) == 0 ? Encoding.ASCII.GetBytes(seeds[0]) : NginxFuzz.Mutate(random, seeds))];
                await File.WriteAllBytesAsync(path, text);
                try
                {
                    NginxAgentLogUsage usage = (await NginxLogMeter.MeasureAsync(path, new NginxMeasureOptions { Filter = new NginxLogFilterOptions() }, default))[0];
                    Assert.Equal(text.Length, usage.Bytes);
                    Assert.Equal(text.Count(b => b == '\n') + (text[^1] == '\n' ? 0 : 1), usage.Lines);
                    Assert.InRange(usage.AgentLines, 0, usage.Lines);
                    IReadOnlyList<NginxAgentLogUsage> groups = await NginxLogMeter.MeasureAsync(
                        path, new NginxMeasureOptions { Filter = new NginxLogFilterOptions(), GroupBy = ["UrlPath", "Hour", "Status"] }, default);
                    Assert.Equal((usage.AgentLines, usage.AgentBytes), (groups.Sum(group => group.AgentLines), groups.Sum(group => group.AgentBytes)));
                }
                catch (OperationException error) when (error.ErrorId is NginxErrorIds.LogFormatInvalid or NginxErrorIds.LogUnreadable)
                {
                    Assert.Equal(path, error.Target);
                }
            }, output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
