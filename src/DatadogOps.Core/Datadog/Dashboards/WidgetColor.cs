namespace DatadogOps.Datadog.Dashboards;

/// <summary>A color for values.</summary>
/// <param name="Comparator"><c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c> or <c>&lt;=</c>.</param>
/// <param name="Value">The limit.</param>
/// <param name="Palette">Such as <c>white_on_red</c>.</param>
public sealed record WidgetColor(string Comparator, double Value, string Palette);
