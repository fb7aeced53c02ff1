namespace DatadogOps.Samples;

/// <summary>Has no view.</summary>
public sealed class PgUnviewed;
