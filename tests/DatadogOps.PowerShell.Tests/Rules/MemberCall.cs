namespace DatadogOps.Tests.Rules;

/// <summary>A call that a method's IL makes.</summary>
/// <param name="Caller">Full name of the outermost class that the code stands in.</param>
/// <param name="Method">Name of the method that the code stands in.</param>
/// <param name="IsAwait">Whether it is in a state machine that the compiler made of an async method.</param>
/// <param name="Type">Full name of the type that owns the member, without type arguments.</param>
/// <param name="Member">Name of the member.</param>
public sealed record MemberCall(string Caller, string Method, bool IsAwait, string Type, string Member);
