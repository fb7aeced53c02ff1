using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Rebuilds telemetry sources from their properties, after a serialization that lost the type: CSV, JSON, Clixml, a job, a remote
/// session, <c>Select-Object *</c>. Every public type that implements <see cref="ITelemetrySource"/> is known; areas register nothing.
/// </summary>
public static class TelemetrySources
{
    private static readonly Lazy<Shape[]> Shapes = new(() =>
    [
        .. typeof(ITelemetrySource).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && typeof(ITelemetrySource).IsAssignableFrom(type))
            .Select(type => new Shape(type))
            .OrderByDescending(shape => shape.Properties.Length),
    ]);

    /// <summary>The source that an object was; null if it was none.</summary>
    /// <param name="typeNames">
    /// Type names of the object as PowerShell reports them, such as <c>Deserialized.X</c>, <c>Selected.X</c> or <c>CSV:X</c>. Without the
    /// name of a known type, the object must have all properties of one.
    /// </param>
    /// <param name="properties">Its properties. Values may be text in invariant form, as CSV has them.</param>
    /// <exception cref="OperationException">A property is missing or cannot be converted.</exception>
    public static ITelemetrySource? TryRestore(IEnumerable<string> typeNames, IReadOnlyDictionary<string, object?> properties)
    {
        string[] names = [.. typeNames];
        Shape? named = Array.Find(Shapes.Value, shape => Array.Exists(names, shape.HasName));
        Shape? shape = named ?? Array.Find(Shapes.Value, one => one.Properties.All(property => properties.ContainsKey(property.Name)));
        return shape?.Restore(properties);
    }

    private sealed class Shape(Type type)
    {
        public PropertyInfo[] Properties { get; } =
            [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true })];

        public bool HasName(string name) =>
            name.EndsWith(type.FullName!, StringComparison.Ordinal)
            && (name.Length == type.FullName!.Length || name[^(type.FullName.Length + 1)] is '.' or ':');

        public ITelemetrySource Restore(IReadOnlyDictionary<string, object?> values)
        {
            object restored = Activator.CreateInstance(type)!;
            foreach (PropertyInfo property in Properties)
            {
                object? value = values.GetValueOrDefault(property.Name);
                if (value is null or "")
                {
                    if (property.IsDefined(typeof(RequiredMemberAttribute)))
                    {
                        throw Invalid(property, "is missing or empty");
                    }

                    continue;
                }

                property.SetValue(restored, Convert(property, value));
            }

            return (ITelemetrySource)restored;
        }

        private object Convert(PropertyInfo property, object value)
        {
            Type target = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            try
            {
                return target.IsInstanceOfType(value) ? value
                    : target == typeof(DateTimeOffset) ? ToTime(value)
                    : target.IsEnum ? Enum.Parse(target, value.ToString()!, ignoreCase: true)
                    : System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
            }
            catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException or ArgumentException)
            {
                throw Invalid(property, $"is '{value}', which is not a valid {target.Name}");
            }
        }

        private static DateTimeOffset ToTime(object value) => value is DateTime time
            ? new DateTimeOffset(time)
            : DateTimeOffset.Parse(value.ToString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);

        private OperationException Invalid(PropertyInfo property, string reason) => new(
            TelemetryErrorIds.SourcePropertyInvalid,
            OperationErrorKind.InvalidInput,
            property.Name,
            $"The object is a {type.Name}, but its property {property.Name} {reason}.",
            "Keep all properties with their values when you export or select such objects.");
    }
}
