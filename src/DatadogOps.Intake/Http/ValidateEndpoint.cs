using System.Text.Json.Nodes;

namespace DatadogOps.Intake.Http;

/// <summary><c>GET /api/v1/validate</c>.</summary>
internal static class ValidateEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(ApiRoutes routes) => routes.Map(
        "GET",
        "/api/v1/validate",
        new ApiContract(Keys.Api),
        _ => Task.FromResult(ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["valid"] = true })));
}
