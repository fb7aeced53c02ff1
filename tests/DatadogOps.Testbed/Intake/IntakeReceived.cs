namespace DatadogOps.Testbed.Intake;

/// <summary>A request that the intake got, and how it answered.</summary>
/// <param name="Id">Number of the request, from 1.</param>
/// <param name="Path">Path with its query.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="Headers">Headers without those that hold keys.</param>
/// <param name="BytesSent">Bytes of the body as sent.</param>
/// <param name="Points">Points in it, kept or dropped.</param>
/// <param name="Error">Why it was refused.</param>
/// <param name="Body">The decoded body's first 64 K characters.</param>
public sealed record ReceivedRequest(long Id, string Method, string Path, int Status, IReadOnlyDictionary<string, string> Headers, int BytesSent, int Points, string? Error, string? Body);

/// <summary>What the intake counts.</summary>
/// <param name="Accepted">Requests accepted.</param>
/// <param name="Refused">Requests refused, faults included.</param>
/// <param name="HttpPoints">Points in accepted requests.</param>
/// <param name="Points">Points kept now, from all ways in.</param>
/// <param name="Events">Events.</param>
/// <param name="Checks">Service checks.</param>
/// <param name="Logs">Log entries.</param>
/// <param name="Packets">Datagrams and frames of DogStatsD.</param>
/// <param name="Metrics">Metric messages of DogStatsD.</param>
/// <param name="Values">Values in them.</param>
/// <param name="Malformed">Messages of DogStatsD that were not understood.</param>
public sealed record IntakeCounts(long Accepted, long Refused, long HttpPoints, long Points, long Events, long Checks, long Logs, long Packets, long Metrics, long Values, long Malformed);
