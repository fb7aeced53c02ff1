using System.Text.Json.Nodes;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Hosting;

/// <summary>The time that all ages count by. It can be put forward, so that what takes days can be rehearsed, and stays so over restarts.</summary>
internal sealed class IntakeClock(TimeProvider actual) : TimeProvider
{
    private const string Kind = "clock";
    private const string Id = "advance";
    private const long MaxAdvanceSec = 366L * 86_400 * 10;

    private long _advanceSec;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => actual.GetUtcNow().AddSeconds(Interlocked.Read(ref _advanceSec));

    /// <summary>Takes what was kept of it.</summary>
    public void Restore(DocumentStore documents) => Interlocked.Exchange(ref _advanceSec, documents.Find(Kind, Id)?["seconds"]?.GetValue<long>() ?? 0);

    /// <summary>Adds <c>/intake/clock</c>.</summary>
    public void Map(ControlRoutes routes, DocumentStore documents)
    {
        routes.Map("GET", "/intake/clock", _ => Task.FromResult(Show()));
        routes.Map("POST", "/intake/clock", async body =>
        {
            long seconds = Place.Read(body, read => read.AllowOnly("advance_seconds").Required("advance_seconds").Integer(0, MaxAdvanceSec));
            await documents.ChangeAsync(changes =>
            {
                long total = Interlocked.Add(ref _advanceSec, seconds);
                changes.Add(new DocumentChange(Kind, Id, new JsonObject { ["seconds"] = total }.ToBytes()));
                return total;
            });
            return Show();
        });
        routes.Map("DELETE", "/intake/clock", async _ =>
        {
            await documents.ChangeAsync(changes =>
            {
                Reset();
                changes.Add(new DocumentChange(Kind, Id, null));
                return true;
            });
            return Show();
        });
    }

    /// <summary>Back to the actual time.</summary>
    public void Reset() => Interlocked.Exchange(ref _advanceSec, 0);

    private ApiReply Show() => ApiReply.Json(StatusCodes.Status200OK, new JsonObject
    {
        ["now"] = GetUtcNow().ToUnixTimeSeconds(),
        ["advance_seconds"] = Interlocked.Read(ref _advanceSec),
    });
}
