using System.Text.Json.Serialization;

namespace DatadogOps.ConfigRuns.Handlers;

[JsonSerializable(typeof(string))]
internal sealed partial class HandlerJson : JsonSerializerContext;
