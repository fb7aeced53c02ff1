using System.Collections;
using System.Management.Automation;
using System.Text;

namespace DatadogOps.Shell.Language;

/// <summary>
/// Reads the part of PowerShell that ddops runs: pipelines of commands with literal arguments. Whatever is accepted means
/// the same in PowerShell; whatever else PowerShell has is refused by name.
/// </summary>
public sealed class Parser
{
    private const int DeepestNesting = 64;

    private static readonly string[] Keywords =
    [
        "begin", "break", "catch", "class", "clean", "configuration", "continue", "data", "define", "do", "dynamicparam", "else",
        "elseif", "end", "enum", "exit", "filter", "finally", "for", "foreach", "from", "function", "hidden", "if", "in",
        "param", "process", "return", "static", "switch", "throw", "trap", "try", "until", "using", "var", "while", "workflow",
    ];

    private readonly Scanner _scanner;
    private readonly Func<string, string?> _environment;
    private int _depth;

    private Parser(string text, Func<string, string?> environment)
    {
        _scanner = new Scanner(text);
        _environment = environment;
    }

    /// <summary>Reads a whole script.</summary>
    /// <exception cref="SyntaxException">It cannot be read, or is more than ddops runs.</exception>
    public static List<PipelineSyntax> Parse(string text, Func<string, string?>? environment = null)
    {
        var parser = new Parser(text, environment ?? Environment.GetEnvironmentVariable);
        return parser.ParseScript();
    }

    /// <summary>Reads one literal that makes up the whole text, such as the hashtable of a module manifest.</summary>
    /// <exception cref="SyntaxException">It is not one literal.</exception>
    public static object? ParseLiteral(string text, Func<string, string?>? environment = null)
    {
        var parser = new Parser(text, environment ?? Environment.GetEnvironmentVariable);
        parser._scanner.SkipBlank(newlines: true);
        object? value = parser.ParseExpressionList();
        parser._scanner.SkipBlank(newlines: true);
        return parser._scanner.AtEnd ? value : throw parser.RefuseHere();
    }

    /// <summary>
    /// The value of one argument of the process: a word without quotes, lists and numbers included. What holds blanks or
    /// quotes is one text as it stands.
    /// </summary>
    public static object? ParseWordArgument(string word, Func<string, string?>? environment = null)
    {
        if (word.StartsWith("@{", StringComparison.Ordinal))
        {
            return ParseLiteral(word, environment);
        }

        foreach (char c in word)
        {
            if (Characters.IsSpace(c) || Characters.IsNewline(c) || Characters.IsSingleQuote(c) || Characters.IsDoubleQuote(c))
            {
                return word;
            }
        }

        if (!word.Contains(',', StringComparison.Ordinal))
        {
            return WordValue(word, environment);
        }

        string[] parts = word.Split(',');
        object?[] values = new object?[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0)
            {
                throw new SyntaxException($"A value is missing beside a comma in '{word}'.", 0);
            }

            values[i] = Number(WordValue(parts[i], environment));
        }

        return values;
    }

    private static object? WordValue(string word, Func<string, string?>? environment)
    {
        if (word.StartsWith('$'))
        {
            if (TryConstant(word[1..], out object? constant))
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

    private List<PipelineSyntax> ParseScript()
    {
        var pipelines = new List<PipelineSyntax>();
        while (true)
        {
            _scanner.SkipBlank(newlines: true);
            if (_scanner.Current == ';')
            {
                _scanner.Advance();
            }
            else if (_scanner.AtEnd)
            {
                return pipelines;
            }
            else
            {
                pipelines.Add(ParsePipeline());
            }
        }
    }

    private PipelineSyntax ParsePipeline()
    {
        var pipeline = new PipelineSyntax();
        while (true)
        {
            pipeline.Elements.Add(ParseElement(pipeline.Elements.Count == 0));
            _scanner.SkipBlank(newlines: false);
            if (_scanner.Current == '|' && _scanner.Peek() != '|')
            {
                int bar = _scanner.Position;
                _scanner.Advance();
                _scanner.SkipBlank(newlines: true);
                if (_scanner.AtEnd || _scanner.Current is '|' or ';')
                {
                    throw new SyntaxException("A cmdlet is missing behind '|'.", bar);
                }

                continue;
            }

            if (_scanner.AtEnd || _scanner.Current == ';' || Characters.IsNewline(_scanner.Current))
            {
                return pipeline;
            }

            throw RefuseHere();
        }
    }

    private PipelineElement ParseElement(bool first)
    {
        int start = _scanner.Position;
        char c = _scanner.Current;
        if (!char.IsLetter(c))
        {
            if (c is '$' or '@' or '-' || char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(_scanner.Peek()) || IsQuote(c))
            {
                return first
                    ? new PipelineElement { Value = ParseExpressionList(), Position = start }
                    : throw new SyntaxException("Values can only begin a pipeline; a cmdlet is expected behind '|'.", start);
            }

            throw RefuseHere();
        }

        return ParseCommand(start);
    }

    private PipelineElement ParseCommand(int start)
    {
        while (char.IsLetterOrDigit(_scanner.Current) || _scanner.Current is '-' or '_' or '\\' or '.')
        {
            _scanner.Advance();
        }

        string name = _scanner.From(start);
        if (Array.IndexOf(Keywords, name.ToLowerInvariant()) >= 0)
        {
            throw Scanner.Refuse($"statements such as '{name}'", start);
        }

        if (!Characters.EndsWord(_scanner.Current) || _scanner.Current is '(' or ')' or '{' or '}' or ',' or '&')
        {
            throw _scanner.Current is '(' or '{' or '&' ? RefuseHere()
                : new SyntaxException($"'{name}{_scanner.Current}' is not the name of a cmdlet; ddops runs DatadogOps cmdlets only.", start);
        }

        var command = new PipelineElement { CommandName = name, Position = start };
        bool onlyValues = false;
        while (true)
        {
            _scanner.SkipBlank(newlines: false);
            char c = _scanner.Current;
            if (_scanner.AtEnd || c is '|' or ';' || Characters.IsNewline(c))
            {
                return command;
            }

            Argument? argument = ParseArgument(ref onlyValues);
            if (argument is not null)
            {
                command.Arguments.Add(argument);
            }
        }
    }

    private Argument? ParseArgument(ref bool onlyValues)
    {
        int start = _scanner.Position;
        if (_scanner.Current == '-' && !onlyValues)
        {
            char next = _scanner.Peek();
            if (next == '-' && Characters.EndsWord(_scanner.Peek(2)))
            {
                _scanner.Advance(2);
                onlyValues = true;
                return null;
            }

            if (next == '-' && _scanner.Peek(2) == '%')
            {
                throw Scanner.Refuse("the stop-parsing token '--%'", start);
            }

            if (char.IsLetter(next) || next is '_' or '?')
            {
                return ParseParameter(start);
            }
        }

        return new Argument { HasValue = true, Value = ParseArgumentList(), Position = start };
    }

    private Argument ParseParameter(int start)
    {
        _scanner.Advance();
        int name = _scanner.Position;
        if (_scanner.Current == '?')
        {
            _scanner.Advance();
        }

        while (char.IsLetterOrDigit(_scanner.Current) || _scanner.Current is '_' or '-')
        {
            _scanner.Advance();
        }

        string parameter = _scanner.From(name);
        if (_scanner.Current == ':')
        {
            _scanner.Advance();
            _scanner.SkipBlank(newlines: false);
            return _scanner.AtEnd || _scanner.Current is ';' or '|' or ',' || Characters.IsNewline(_scanner.Current)
                ? throw new SyntaxException($"The parameter -{parameter}: requires a value behind its colon.", start)
                : new Argument { Name = parameter, HasValue = true, Value = ParseArgumentList(), Position = start };
        }

        if (_scanner.Current == ',')
        {
            throw new SyntaxException($"A comma cannot follow the name of a parameter: -{parameter}", _scanner.Position);
        }

        return Characters.EndsWord(_scanner.Current)
            ? new Argument { Name = parameter, Position = start }
            : throw new SyntaxException($"'{_scanner.Current}' cannot be part of a parameter's name: -{parameter}{_scanner.Current}. Put text that begins with a dash in single quotes.", _scanner.Position);
    }

    private object? ParseArgumentList()
    {
        object? first = ParseArgumentValue();
        List<object?>? list = null;
        while (TakeComma())
        {
            list ??= [first];
            list.Add(ParseArgumentValue());
        }

        // In a list PowerShell keeps the numbers alone; only a number by itself still knows how it was written.
        return list is null ? first : list.ConvertAll(Number).ToArray();
    }

    private static object? Number(object? value) => value is NumberWord word ? word.Value : value;

    private bool TakeComma()
    {
        _scanner.SkipBlank(newlines: false);
        if (_scanner.Current != ',')
        {
            return false;
        }

        int comma = _scanner.Position;
        _scanner.Advance();
        _scanner.SkipBlank(newlines: true);
        return _scanner.AtEnd || _scanner.Current is ',' or ';' or '|' or ')' or '}'
            ? throw new SyntaxException("A value is missing behind a comma.", comma)
            : true;
    }

    private object? ParseArgumentValue()
    {
        char c = _scanner.Current;
        if (IsQuote(c))
        {
            string text = _scanner.ReadQuoted();
            return Complete(text, "words that are quoted in part, or members of quoted text");
        }

        if (c is '$' or '@')
        {
            object? value = ParseSpecial();
            return Complete(value, "members, indexes or words with variables in them");
        }

        return ParseWord();
    }

    // Behind a value that ends by itself only a separator may stand, or PowerShell would go on reading the same value.
    private object? Complete(object? value, string otherwise) =>
        Characters.EndsWord(_scanner.Current) && _scanner.Current is not ('(' or '{' or '&')
            ? value
            : throw Scanner.Refuse(otherwise, _scanner.Position);

    private object ParseWord()
    {
        int start = _scanner.Position;
        StringBuilder? joined = null;
        int plain = start;
        while (!Characters.EndsWord(_scanner.Current))
        {
            char c = _scanner.Current;
            if (IsQuote(c))
            {
                joined ??= new StringBuilder();
                joined.Append(_scanner.Text, plain, _scanner.Position - plain).Append(_scanner.ReadQuoted());
                plain = _scanner.Position;
                continue;
            }

            switch (c)
            {
                case '$':
                    throw Scanner.Refuse("words with variables in them", _scanner.Position);
                case '`':
                    throw Scanner.Refuse("escapes with a backtick", _scanner.Position);
                case '<' or '>':
                    throw Scanner.Refuse("redirections", _scanner.Position);
            }

            if (_scanner.Position == start && Characters.IsOddDash(c))
            {
                throw new SyntaxException($"'{c}' is not a plain dash; type '-'.", start);
            }

            _scanner.Advance();
        }

        if (_scanner.Position == start || _scanner.Current is '(' or '{' or '&')
        {
            throw RefuseHere();
        }

        if (joined is not null)
        {
            return joined.Append(_scanner.Text, plain, _scanner.Position - plain).ToString();
        }

        string word = _scanner.From(start);
        return ReadNumber(word, start) is { } number ? new NumberWord(number, word) : word;
    }

    private static object? ReadNumber(string word, int position)
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

    private object? ParseExpressionList()
    {
        object? first = ParseExpression();
        List<object?>? list = null;
        while (TakeComma())
        {
            list ??= [first];
            list.Add(ParseExpression());
        }

        return list is null ? first : list.ToArray();
    }

    private object? ParseExpression()
    {
        int start = _scanner.Position;
        char c = _scanner.Current;
        if (IsQuote(c))
        {
            return CompleteExpression(_scanner.ReadQuoted());
        }

        if (c is '$' or '@')
        {
            return CompleteExpression(ParseSpecial());
        }

        bool negative = c == '-';
        if (negative)
        {
            _scanner.Advance();
            c = _scanner.Current;
        }

        if (!char.IsAsciiDigit(c) && c != '.')
        {
            throw negative ? Scanner.Refuse("operators", start)
                : char.IsLetter(c) ? new SyntaxException("Text must be in single quotes here.", start)
                : RefuseHere();
        }

        int digits = _scanner.Position;
        while (char.IsLetterOrDigit(_scanner.Current) || (_scanner.Current == '.' && _scanner.Peek() != '.')
            || (_scanner.Current is '+' or '-' && (_scanner.Peek(-1) | 0x20) == 'e' && !_scanner.Text.AsSpan(digits).StartsWith("0x", StringComparison.OrdinalIgnoreCase)))
        {
            _scanner.Advance();
        }

        string word = _scanner.From(digits);
        object number = ReadNumber(word, start) ?? throw new SyntaxException($"'{word}' is not a number; text must be in single quotes here.", start);
        return CompleteExpression(negative ? Negate(number, start) : number);
    }

    private object? CompleteExpression(object? value)
    {
        char c = _scanner.Current;
        if (c is '.' or '[' or '(' or ':')
        {
            throw Scanner.Refuse(c == '.' && _scanner.Peek() == '.' ? "ranges" : "members, indexes and method calls", _scanner.Position);
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

    private object? ParseSpecial()
    {
        if (++_depth > DeepestNesting)
        {
            throw new SyntaxException("Literals are nested too deeply.", _scanner.Position);
        }

        try
        {
            return _scanner.Current == '$' ? ParseVariable() : ParseAt();
        }
        finally
        {
            _depth--;
        }
    }

    private object? ParseVariable()
    {
        int start = _scanner.Position;
        _scanner.Advance();
        if (_scanner.Current == '(')
        {
            throw Scanner.Refuse("subexpressions", start);
        }

        if (_scanner.Current == '{')
        {
            throw Scanner.Refuse("variables in braces", start);
        }

        int name = _scanner.Position;
        while (char.IsLetterOrDigit(_scanner.Current) || _scanner.Current is '_' or '?' || (_scanner.Current == ':' && _scanner.Peek() != ':'))
        {
            _scanner.Advance();
        }

        string variable = _scanner.From(name);
        if (TryConstant(variable, out object? constant))
        {
            return constant;
        }

        if (variable.StartsWith("env:", StringComparison.OrdinalIgnoreCase) && variable.Length > 4 && !variable.AsSpan(4).Contains(':'))
        {
            return _environment(variable[4..]);
        }

        throw new SyntaxException(
            variable.Length == 0
                ? "ddops does not run variables; put text that holds a '$' in single quotes."
                : $"ddops does not run variables such as ${variable}; only $true, $false, $null and $env:NAME are read.",
            start);
    }

    private static bool TryConstant(string name, out object? value)
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
        int start = _scanner.Position;
        char next = _scanner.Peek();
        switch (next)
        {
            case '{':
                _scanner.Advance(2);
                return ParseHashtable(start);
            case '(':
                _scanner.Advance(2);
                return ParseArray(start);
            default:
                throw IsQuote(next) ? Scanner.Refuse("here-strings", start)
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
            if (_scanner.Current == '}')
            {
                _scanner.Advance();
                return table;
            }

            if (_scanner.AtEnd)
            {
                throw new SyntaxException("A hashtable @{ ... } is not closed.", start);
            }

            int position = _scanner.Position;
            object key = ParseKey();
            _scanner.SkipBlank(newlines: false);
            if (_scanner.Current != '=')
            {
                throw new SyntaxException($"'=' is missing behind the key '{key}'.", _scanner.Position);
            }

            _scanner.Advance();
            _scanner.SkipBlank(newlines: true);
            object? value = ParseExpressionList();
            if (table.ContainsKey(key))
            {
                throw new SyntaxException($"The key '{key}' is written twice.", position);
            }

            table.Add(key, value);
            _scanner.SkipBlank(newlines: false);
            if (!(_scanner.Current is ';' or '}' || Characters.IsNewline(_scanner.Current) || _scanner.AtEnd))
            {
                throw RefuseHere();
            }
        }
    }

    private object ParseKey()
    {
        int start = _scanner.Position;
        if (IsQuote(_scanner.Current))
        {
            return _scanner.ReadQuoted();
        }

        while (char.IsLetterOrDigit(_scanner.Current) || _scanner.Current == '_')
        {
            _scanner.Advance();
        }

        string key = _scanner.From(start);
        return key.Length == 0 ? throw RefuseHere() : ReadNumber(key, start) ?? key;
    }

    private object?[] ParseArray(int start)
    {
        var items = new List<object?>();
        while (true)
        {
            SkipSeparators();
            if (_scanner.Current == ')')
            {
                _scanner.Advance();
                return [.. items];
            }

            if (_scanner.AtEnd)
            {
                throw new SyntaxException("A list @( ... ) is not closed.", start);
            }

            object? value = ParseExpressionList();
            if (value is object?[] list)
            {
                items.AddRange(list);
            }
            else
            {
                items.Add(value);
            }

            _scanner.SkipBlank(newlines: false);
            if (!(_scanner.Current is ';' or ')' || Characters.IsNewline(_scanner.Current) || _scanner.AtEnd))
            {
                throw RefuseHere();
            }
        }
    }

    private void SkipSeparators()
    {
        _scanner.SkipBlank(newlines: true);
        while (_scanner.Current == ';')
        {
            _scanner.Advance();
            _scanner.SkipBlank(newlines: true);
        }
    }

    private static bool IsQuote(char c) => Characters.IsSingleQuote(c) || Characters.IsDoubleQuote(c);

    private SyntaxException RefuseHere()
    {
        int position = _scanner.Position;
        char c = _scanner.Current;
        char next = _scanner.Peek();
        return c switch
        {
            '\0' when _scanner.AtEnd => new SyntaxException("Something is missing at the end.", position),
            '{' or '}' => Scanner.Refuse("script blocks", position),
            '(' or ')' => Scanner.Refuse("subexpressions", position),
            '&' when next == '&' => Scanner.Refuse("'&&'", position),
            '&' => Scanner.Refuse("'&' (the call operator and background jobs)", position),
            '|' when next == '|' => Scanner.Refuse("'||'", position),
            '|' => new SyntaxException("A cmdlet is missing before '|'.", position),
            '.' when next == '.' => Scanner.Refuse("ranges", position),
            '.' => Scanner.Refuse("scripts and members ('.')", position),
            '[' => Scanner.Refuse("type literals and indexes", position),
            '<' or '>' => Scanner.Refuse("redirections", position),
            ',' => new SyntaxException("A value is missing before a comma.", position),
            '=' => Scanner.Refuse("assignments", position),
            '+' or '-' or '*' or '/' or '%' or '!' => Scanner.Refuse("operators", position),
            '`' => Scanner.Refuse("escapes with a backtick", position),
            _ when Characters.IsOddDash(c) => new SyntaxException($"'{c}' is not a plain dash; type '-'.", position),
            _ => new SyntaxException($"'{c}' is not understood here.", position),
        };
    }
}
