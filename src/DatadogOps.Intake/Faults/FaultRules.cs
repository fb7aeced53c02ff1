using System.Text.Json.Nodes;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Faults;

/// <summary>The faults in force, and <c>/intake/faults</c> to change them.</summary>
internal sealed class FaultRules
{
    private readonly Lock _gate = new();
    private IReadOnlyList<FaultRule> _rules = [];

    /// <summary>Adds the routes.</summary>
    public void Map(ControlRoutes routes)
    {
        routes.Map("GET", "/intake/faults", _ => Task.FromResult(Show()));
        routes.Map("PUT", "/intake/faults", body =>
        {
            Replace(Place.Read(body, read => read.AllowOnly("rules").Required("rules").Items().Select(FaultRule.Read).ToArray()));
            return Task.FromResult(Show());
        });
        routes.Map("DELETE", "/intake/faults", _ =>
        {
            Replace([]);
            return Task.FromResult(Show());
        });
    }

    /// <summary>The first fault that the request meets; requests to the intake's own routes meet none.</summary>
    public FaultRule? Next(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/intake", StringComparison.Ordinal))
        {
            return null;
        }

        lock (_gate)
        {
            return _rules.FirstOrDefault(rule => rule.Meets(request));
        }
    }

    private void Replace(FaultRule[] rules)
    {
        lock (_gate)
        {
            _rules = rules;
        }
    }

    private ApiReply Show()
    {
        lock (_gate)
        {
            return ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["rules"] = new JsonArray([.. _rules.Select(rule => rule.ToJson())]) });
        }
    }
}
