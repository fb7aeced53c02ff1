namespace DatadogOps.Datadog.Dashboards;

/// <summary>A horizontal line across a timeseries.</summary>
/// <param name="Value">Where: <c>y = 0.85</c>.</param>
/// <param name="DisplayType">How: <c>error dashed</c>, <c>warning dashed</c>.</param>
/// <param name="Label">Label.</param>
public sealed record WidgetMarker(string Value, string DisplayType, string Label);
