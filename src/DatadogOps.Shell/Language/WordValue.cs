using System.Management.Automation;

namespace DatadogOps.Shell.Language;

/// <summary>Values as they come from the command line of another shell, which has taken the quotes away.</summary>
internal static class WordValue
{
    /// <summary>
    /// The value of one argument of the process: a word without quotes, lists and numbers included. What holds blanks or
    /// quotes is one text as it stands.
    /// </summary>
    public static object? Parse(string word, Func<string, string?>? environment = null)
    {
        if (word.StartsWith("@{", StringComparison.Ordinal))
        {
            return Parser.ParseLiteral(word, environment);
        }

        foreach (char c in word)
        {
            if (Characters.IsSpace(c) || Characters.IsNewline(c) || Characters.IsQuote(c))
            {
                return word;
            }
        }

        if (!word.Contains(',', StringComparison.Ordinal))
        {
            return One(word, environment);
        }

        string[] parts = word.Split(',');
        object?[] values = new object?[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0)
            {
                throw new SyntaxException($"A value is missing beside a comma in '{word}'.", 0);
            }

            values[i] = NumberWord.Plain(One(parts[i], environment));
        }

        return values;
    }

    private static object? One(string word, Func<string, string?>? environment)
    {
        if (word.StartsWith('$'))
        {
            if (LiteralParser.TryConstant(word[1..], out object? constant))
            {
                return constant;
            }

            if (word.StartsWith("$env:", StringComparison.OrdinalIgnoreCase))
            {
                return (environment ?? Environment.GetEnvironmentVariable)(word[5..]);
            }
        }

        return NumberText.TryRead(word, out object? number) ? new NumberWord(number!, word) : word;
    }
}
