using System.Text.Json;

namespace DatadogOps.Tests;

/// <summary>Looks into the intake's answers.</summary>
internal static class Answers
{
    /// <summary>The only error of an answer.</summary>
    public static string Error(JsonElement body) => Assert.Single(body.GetProperty("errors").EnumerateArray()).GetString()!;

    /// <summary>What the only error object of an answer says.</summary>
    public static string Detail(JsonElement body) => Assert.Single(body.GetProperty("errors").EnumerateArray()).GetProperty("detail").GetString()!;

    /// <summary>The last value of each line, by its tags.</summary>
    public static Dictionary<string, double> LastValues(JsonElement body) => body.GetProperty("series").EnumerateArray().ToDictionary(
        line => string.Join(',', line.GetProperty("tag_set").EnumerateArray().Select(tag => tag.GetString())),
        line => line.GetProperty("pointlist").EnumerateArray().Last()[1].GetDouble());
}
