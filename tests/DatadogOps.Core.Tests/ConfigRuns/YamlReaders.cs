using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>Reads YAML by the fast reader and by the full one.</summary>
internal static class YamlReaders
{
    /// <summary>Fails where both read a text and differ.</summary>
    /// <returns>Which of them read it, and what it ended with.</returns>
    public static string Compare(byte[] bytes)
    {
        List<string>? fast = ReadFast(bytes);
        List<string>? full = ReadFull(bytes);
        if (fast is not null && full is not null)
        {
            Assert.Equal(full, fast);
        }

        return $"{fast is null} {full is null} {fast?.Distinct().Count() ?? full?.Distinct().Count()}";
    }

    /// <summary>Null for what it does not know.</summary>
    public static List<string>? ReadFast(byte[] bytes)
    {
        try
        {
            using var reader = new BlockYamlReader(bytes, 0, bytes.Length, new TextPool());
            return Tokens(reader);
        }
        catch (Exception error) when (error is UnknownYamlException or DocumentException)
        {
            return null;
        }
    }

    // Null for what is no YAML.
    private static List<string>? ReadFull(byte[] bytes)
    {
        try
        {
            using var reader = new YamlReader(YamlSource.Read(new MemoryStream(bytes), CancellationToken.None), CancellationToken.None);
            return Tokens(reader);
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    private static List<string> Tokens(DocumentReader reader)
    {
        var tokens = new List<string>();
        do
        {
            reader.MoveNext();
            tokens.Add(reader.Kind is NodeKind.Key or NodeKind.Scalar ? $"{reader.Kind} {reader.Text}" : reader.Kind.ToString());
        }
        while (reader.Kind != NodeKind.None);

        return tokens;
    }
}
