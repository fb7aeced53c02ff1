using System.Text;

namespace DatadogOps.Shell.Language;

/// <summary>
/// Reads the part of PowerShell that ddops runs: pipelines of commands with literal arguments. Whatever is accepted means
/// the same in PowerShell; whatever else PowerShell has is refused by name.
/// </summary>
public sealed class Parser
{
    private static readonly string[] Keywords =
    [
        "begin", "break", "catch", "class", "clean", "configuration", "continue", "data", "define", "do", "dynamicparam", "else",
        "elseif", "end", "enum", "exit", "filter", "finally", "for", "foreach", "from", "function", "hidden", "if", "in",
        "param", "process", "return", "static", "switch", "throw", "trap", "try", "until", "using", "var", "while", "workflow",
    ];

    private readonly Scanner _scanner;
    private readonly LiteralParser _literals;

    private Parser(string text, Func<string, string?> environment)
    {
        _scanner = new Scanner(text);
        _literals = new LiteralParser(_scanner, environment);
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
        object? value = parser._literals.ParseList();
        parser._scanner.SkipBlank(newlines: true);
        return parser._scanner.AtEnd ? value : throw parser._scanner.RefuseHere();
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

            throw _scanner.RefuseHere();
        }
    }

    private PipelineElement ParseElement(bool first)
    {
        int start = _scanner.Position;
        char c = _scanner.Current;
        if (!char.IsLetter(c))
        {
            if (c is '$' or '@' or '-' || char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(_scanner.Peek()) || Characters.IsQuote(c))
            {
                return first
                    ? new PipelineElement { Value = _literals.ParseList(), Position = start }
                    : throw new SyntaxException("Values can only begin a pipeline; a cmdlet is expected behind '|'.", start);
            }

            throw _scanner.RefuseHere();
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
            throw _scanner.Current is '(' or '{' or '&' ? _scanner.RefuseHere()
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
        while (_scanner.TakeComma())
        {
            list ??= [first];
            list.Add(ParseArgumentValue());
        }

        // In a list PowerShell keeps the numbers alone; only a number by itself still knows how it was written.
        return list is null ? first : list.ConvertAll(NumberWord.Plain).ToArray();
    }

    private object? ParseArgumentValue()
    {
        char c = _scanner.Current;
        if (Characters.IsQuote(c))
        {
            string text = _scanner.ReadQuoted();
            return Complete(text, "words that are quoted in part, or members of quoted text");
        }

        if (c is '$' or '@')
        {
            object? value = _literals.ParseSpecial();
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
            if (Characters.IsQuote(c))
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
            throw _scanner.RefuseHere();
        }

        if (joined is not null)
        {
            return joined.Append(_scanner.Text, plain, _scanner.Position - plain).ToString();
        }

        string word = _scanner.From(start);
        return LiteralParser.ReadNumber(word, start) is { } number ? new NumberWord(number, word) : word;
    }
}
