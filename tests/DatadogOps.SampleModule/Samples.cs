using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace DatadogOps.Samples;

/// <summary>A flat object with a view.</summary>
public class SampleItem
{
    public string? Name { get; set; }

    public int Count { get; set; }

    public double Ratio { get; set; }

    public string[] Tags { get; set; } = [];
}

/// <summary>Properties of every kind that output formats treat on their own.</summary>
public sealed class SampleScalars
{
    public int Whole { get; set; } = 42;

    public long? Missing { get; set; }

    public double Real { get; set; } = 1.5;

    public double Round { get; set; } = 3;

    public double Huge { get; set; } = 1e20;

    public double NotANumber { get; set; } = double.NaN;

    public float Narrow { get; set; } = 0.1f;

    public decimal Exact { get; set; } = 1.10m;

    public string Text { get; set; } = "é<>&'\"\\\u2028\t\u0001/ ,";

    public string? Nothing { get; set; }

    public bool Yes { get; set; } = true;

    public DateTime Utc { get; set; } = new(2024, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    public DateTime Unspecified { get; set; } = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Unspecified);

    public DateTimeOffset Offset { get; set; } = new(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    public DateTimeOffset OffsetUtc { get; set; } = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public DayOfWeek Day { get; set; } = DayOfWeek.Tuesday;

    public Guid Id { get; set; } = new("0b7c6a57-0a2b-4ce9-9a3e-3c5fd3cbb1c4");

    public Uri Link { get; set; } = new("http://127.0.0.1/a b");

    public string[] Tags { get; set; } = ["a:1", "b"];

    public string[] NoTags { get; set; } = [];

    public SampleItem Nested { get; set; } = new() { Name = "n" };
}

/// <summary>Turns text into a secret, as the module's own attributes do.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is SecureString)
        {
            return value;
        }

        if (value is not string text)
        {
            throw new ArgumentTransformationMetadataException("Only text can be made a secret.");
        }

        var secret = new SecureString();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }
}

/// <summary>Completes colours.</summary>
public sealed class ColourCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, System.Management.Automation.Language.CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        foreach (string colour in (string[])["red", "green", "blue"])
        {
            if (colour.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(colour);
            }
        }
    }
}

/// <summary>Types and values as text, so that two hosts can be compared.</summary>
public static class Describe
{
    public static string Value(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case PSObject wrapped:
                return "PSObject/" + Value(wrapped.BaseObject);
            case string text:
                return $"String:'{text}'";
            case SecureString secret:
                return "SecureString:" + secret.Length.ToString(CultureInfo.InvariantCulture);
            case PSCredential credential:
                return $"PSCredential:{credential.UserName}/{credential.Password.Length}";
            case IDictionary dictionary:
                var entries = new List<string>();
                foreach (DictionaryEntry entry in dictionary)
                {
                    entries.Add($"{Value(entry.Key)}={Value(entry.Value)}");
                }

                entries.Sort(StringComparer.Ordinal);
                return $"{value.GetType().Name}{{{string.Join(';', entries)}}}";
            case IEnumerable list:
                var items = new List<string>();
                foreach (object? item in list)
                {
                    items.Add(Value(item));
                }

                return $"{value.GetType().Name}({string.Join(',', items)})";
            case IFormattable formattable:
                return $"{value.GetType().Name}:{formattable.ToString(null, CultureInfo.InvariantCulture)}";
            default:
                return $"{value.GetType().Name}:{value}";
        }
    }

    /// <summary>The parameter set and all bound parameters of a cmdlet.</summary>
    public static PSObject Bound(PSCmdlet cmdlet)
    {
        var names = new List<string>(cmdlet.MyInvocation.BoundParameters.Keys);
        names.Sort(StringComparer.Ordinal);
        var result = new PSObject();
        result.Properties.Add(new PSNoteProperty("Set", cmdlet.ParameterSetName));
        result.Properties.Add(new PSNoteProperty("Bound", string.Join(' ', names.Select(n => $"{n}={Value(cmdlet.MyInvocation.BoundParameters[n])}"))));
        return result;
    }
}
