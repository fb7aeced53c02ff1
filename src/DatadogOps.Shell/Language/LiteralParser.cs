using System.Collections;
using System.Management.Automation;

namespace DatadogOps.Shell.Language;

/// <summary>Reads literals: numbers, quoted text, constants, <c>$env:NAME</c>, lists and hashtables.</summary>
internal sealed class LiteralParser(Scanner scanner, Func<string, string?> environment)
{
    private const int DeepestNesting = 64;

    private int _depth;

    /// <summary>The number that a word is, or null.</summary>
    public static object? ReadNumber(string word, int position)
    {
        if (NumberText.TryRead(word, out object? number))
        {
            return number;
        }

        // A number with the suffix of a BigInteger; nothing here takes one, and as text it would not mean the same.
        ReadOnlySpan<char> digits = word.Length > 3 && word[^1] is 'b' or 'B' && word[^2] is not ('n' or 'N') ? word.AsSpan(0, word.Length - 2) : word;
        return digits.Length > 1 && char.IsAsciiDigit(word[0]) && digits[^1] is 'n' or 'N' && NumberText.TryRead(digits[..^1], out _)
            ? throw new SyntaxException($"ddops does not read big integers such as {word}; put text in single quotes.", position)
            : null;
    }

    /// <summary>Reads one value, or several with commas between.</summary>
    public object? ParseList()
    {
        object? first = ParseExpression();
        List<object?>? list = null;
        while (scanner.TakeComma())
        {
            list ??= [first];
            list.Add(ParseExpression());
        }

        return list is null ? first : list.ToArray();
    }

    private object? ParseExpression()
    {
        int start = scanner.Position;
        char c = scanner.Current;
        if (Characters.IsQuote(c))
        {
            return CompleteExpression(scanner.ReadQuoted());
        }

        if (c is '$' or '@')
        {
            return CompleteExpression(ParseSpecial());
        }

        bool negative = c == '-';
        if (negative)
        {
            scanner.Advance();
            c = scanner.Current;
        }

        if (!char.IsAsciiDigit(c) && c != '.')
        {
            throw negative ? Scanner.Refuse("operators", start)
                : char.IsLetter(c) ? new SyntaxException("Text must be in single quotes here.", start)
                : scanner.RefuseHere();
        }

        int digits = scanner.Position;
        while (char.IsLetterOrDigit(scanner.Current) || (scanner.Current == '.' && scanner.Peek() != '.')
            || (scanner.Current is '+' or '-' && (scanner.Peek(-1) | 0x20) == 'e' && !scanner.Text.AsSpan(digits).StartsWith("0x", StringComparison.OrdinalIgnoreCase)))
        {
            scanner.Advance();
        }

        string word = scanner.From(digits);
        object number = ReadNumber(word, start) ?? throw new SyntaxException($"'{word}' is not a number; text must be in single quotes here.", start);
        return CompleteExpression(negative ? Negate(number, start) : number);
    }

    private object? CompleteExpression(object? value)
    {
        char c = scanner.Current;
        if (c is '.' or '[' or '(' or ':')
        {
            throw Scanner.Refuse(c == '.' && scanner.Peek() == '.' ? "ranges" : "members, indexes and method calls", scanner.Position);
        }

        return value;
    }

    private static object Negate(object number, int position) => number switch
    {
        int value => value == int.MinValue ? 2147483648L : (object)-value,
        long value => value == long.MinValue ? 9223372036854775808m : (object)-value,
        double value => -value,
        decimal value => -value,
        _ => throw Scanner.Refuse("arithmetic", position),
    };

    /// <summary>Reads what begins with <c>$</c> or <c>@</c>.</summary>
    public object? ParseSpecial()
    {
        if (++_depth > DeepestNesting)
        {
            throw new SyntaxException("Literals are nested too deeply.", scanner.Position);
        }

        try
        {
            return scanner.Current == '$' ? ParseVariable() : ParseAt();
        }
        finally
        {
            _depth--;
        }
    }

    private object? ParseVariable()
    {
        int start = scanner.Position;
        scanner.Advance();
        if (scanner.Current == '(')
        {
            throw Scanner.Refuse("subexpressions", start);
        }

        if (scanner.Current == '{')
        {
            throw Scanner.Refuse("variables in braces", start);
        }

        int name = scanner.Position;
        while (char.IsLetterOrDigit(scanner.Current) || scanner.Current is '_' or '?' || (scanner.Current == ':' && scanner.Peek() != ':'))
        {
            scanner.Advance();
        }

        string variable = scanner.From(name);
        if (TryConstant(variable, out object? constant))
        {
            return constant;
        }

        if (variable.StartsWith("env:", StringComparison.OrdinalIgnoreCase) && variable.Length > 4 && !variable.AsSpan(4).Contains(':'))
        {
            return environment(variable[4..]);
        }

        throw new SyntaxException(
            variable.Length == 0
                ? "ddops does not run variables; put text that holds a '$' in single quotes."
                : $"ddops does not run variables such as ${variable}; only $true, $false, $null and $env:NAME are read.",
            start);
    }

    /// <summary>The value of <c>$true</c>, <c>$false</c> or <c>$null</c>.</summary>
    public static bool TryConstant(string name, out object? value)
    {
        value = null;
        if (name.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            value = true;
        }
        else if (name.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            value = false;
        }
        else
        {
            return name.Equals("null", StringComparison.OrdinalIgnoreCase);
        }

        return true;
    }

    private object? ParseAt()
    {
        int start = scanner.Position;
        char next = scanner.Peek();
        switch (next)
        {
            case '{':
                scanner.Advance(2);
                return ParseHashtable(start);
            case '(':
                scanner.Advance(2);
                return ParseArray(start);
            default:
                throw Characters.IsQuote(next) ? Scanner.Refuse("here-strings", start)
                    : char.IsLetter(next) || next is '_' ? Scanner.Refuse("splatting", start)
                    : new SyntaxException("'@' cannot begin a word; put text in single quotes.", start);
        }
    }

    private Hashtable ParseHashtable(int start)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            SkipSeparators();
            if (scanner.Current == '}')
            {
                scanner.Advance();
                return table;
            }

            if (scanner.AtEnd)
            {
                throw new SyntaxException("A hashtable @{ ... } is not closed.", start);
            }

            int position = scanner.Position;
            object key = ParseKey();
            scanner.SkipBlank(newlines: false);
            if (scanner.Current != '=')
            {
                throw new SyntaxException($"'=' is missing behind the key '{key}'.", scanner.Position);
            }

            scanner.Advance();
            scanner.SkipBlank(newlines: true);
            object? value = ParseList();
            if (table.ContainsKey(key))
            {
                throw new SyntaxException($"The key '{key}' is written twice.", position);
            }

            table.Add(key, value);
            scanner.SkipBlank(newlines: false);
            if (!(scanner.Current is ';' or '}' || Characters.IsNewline(scanner.Current) || scanner.AtEnd))
            {
                throw scanner.RefuseHere();
            }
        }
    }

    private object ParseKey()
    {
        int start = scanner.Position;
        if (Characters.IsQuote(scanner.Current))
        {
            return scanner.ReadQuoted();
        }

        while (char.IsLetterOrDigit(scanner.Current) || scanner.Current == '_')
        {
            scanner.Advance();
        }

        string key = scanner.From(start);
        return key.Length == 0 ? throw scanner.RefuseHere() : ReadNumber(key, start) ?? key;
    }

    private object?[] ParseArray(int start)
    {
        var items = new List<object?>();
        while (true)
        {
            SkipSeparators();
            if (scanner.Current == ')')
            {
                scanner.Advance();
                return [.. items];
            }

            if (scanner.AtEnd)
            {
                throw new SyntaxException("A list @( ... ) is not closed.", start);
            }

            object? value = ParseList();
            if (value is object?[] list)
            {
                items.AddRange(list);
            }
            else
            {
                items.Add(value);
            }

            scanner.SkipBlank(newlines: false);
            if (!(scanner.Current is ';' or ')' || Characters.IsNewline(scanner.Current) || scanner.AtEnd))
            {
                throw scanner.RefuseHere();
            }
        }
    }

    private void SkipSeparators()
    {
        scanner.SkipBlank(newlines: true);
        while (scanner.Current == ';')
        {
            scanner.Advance();
            scanner.SkipBlank(newlines: true);
        }
    }
}
