namespace DatadogOps.Intake.Checks;

/// <summary>A service check.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">0 ok, 1 warning, 2 critical, 3 unknown.</param>
/// <param name="Host">The host that it is about.</param>
/// <param name="Message">What it says.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Time">When it was made, in Unix seconds.</param>
internal sealed record StoredCheck(string Name, int Status, string? Host, string? Message, IReadOnlyList<string> Tags, long Time);
