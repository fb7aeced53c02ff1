using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Getters of the numbers and times in the module's objects, one for each name of a property in DatadogOps.Types.ps1xml. Export-Csv
/// calls ToString on each value, which writes <c>1,5</c> and <c>28.11.2026</c> in German. The values returned here write <c>1.5</c> and
/// ISO 8601 with offset in every culture, and keep their types for everything else.
/// </summary>
/// <remarks>
/// PowerShell requires a public static method for each. An adapter for whole types would have to name types that PowerShell cannot
/// see, because they are loaded into a private context.
/// </remarks>
public static class InvariantProperty
{
    private static readonly ConcurrentDictionary<(Type, string), PropertyInfo> Properties = [];

    /// <summary>Gets the property of this name.</summary>
    public static object? AgentRatio(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? ByteShare(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Created(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? CreatedAt(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Critical(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? CriticalRecovery(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? ElapsedSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? EndTime(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? ExpiresAt(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? FailingSince(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? FirstTime(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? IntervalSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? LastRun(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? LastTime(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? LastUsedAt(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? LineShare(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? MaxStateSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? MeanSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Modified(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? ModifiedAt(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Newest(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Oldest(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? P95Seconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? QuerySeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Seconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? SessionSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? StartTime(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? StateSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Timestamp(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? TransactionSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? UsedRatio(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Value(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? VarianceSeconds(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? Warning(PSObject item) => Get(item);

    /// <summary>Gets the property of this name.</summary>
    public static object? WarningRecovery(PSObject item) => Get(item);

    private static object? Get(PSObject item, [CallerMemberName] string name = "")
    {
        Type type = item.BaseObject.GetType();
        object? value = Properties.GetOrAdd((type, name), static key => key.Item1.GetProperty(key.Item2)!).GetValue(item.BaseObject);

        // Whole numbers without a sign have the same text in every culture.
        if (value is null || (value is double number && number >= 0 && number < 1e15 && number == Math.Floor(number)))
        {
            return value;
        }

        var wrapped = new PSObject(value);
        wrapped.Members.Add(new ToStringMethod((IFormattable)value));
        return wrapped;
    }

    /// <summary>Invariant text without arguments; with a format or a culture, the text that the value itself returns.</summary>
    private sealed class ToStringMethod : PSMethodInfo
    {
        private static readonly Collection<string> Overloads = ["string ToString()", "string ToString(string format, System.IFormatProvider provider)"];

        private readonly IFormattable _value;

        public ToStringMethod(IFormattable value)
        {
            _value = value;
            SetMemberName(nameof(ToString));
        }

        /// <summary>More than one, so that PowerShell passes the format of -f, Format-Table and views.</summary>
        public override Collection<string> OverloadDefinitions => Overloads;

        public override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

        public override string TypeNameOfValue => typeof(string).FullName!;

        public override PSMemberInfo Copy() => new ToStringMethod(_value);

        public override object Invoke(params object?[]? arguments) => arguments switch
        {
            [string { Length: > 0 } format, .. var rest] => _value.ToString(format, rest is [IFormatProvider other] ? other : CultureInfo.CurrentCulture),
            [IFormatProvider provider] => _value.ToString(null, provider),
            _ => _value.ToString(_value is DateTimeOffset or DateTime ? "O" : null, CultureInfo.InvariantCulture),
        };
    }
}
