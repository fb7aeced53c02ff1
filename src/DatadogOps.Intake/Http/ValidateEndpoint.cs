using System.Text.Json.Nodes;

namespace DatadogOps.Intake.Http;

/// <summary><c>GET /api/v1/validate</c> of the API key, and <c>GET /api/v2/validate_keys</c> of both.</summary>
internal static class ValidateEndpoint
{
    /// <summary>Adds the routes.</summary>
    public static void Map(ApiRoutes routes)
    {
        Map(routes, "/api/v1/validate", Keys.Api, () => new JsonObject { ["valid"] = true });
        Map(routes, "/api/v2/validate_keys", Keys.ApiAndApplication, () => new JsonObject { ["status"] = "ok" });
    }

    private static void Map(ApiRoutes routes, string path, Keys keys, Func<JsonObject> answer) =>
        routes.Map("GET", path, new ApiContract(keys), _ => Task.FromResult(ApiReply.Json(StatusCodes.Status200OK, answer())));
}
