using System.Text;

namespace DatadogOps.Shell.Language;

/// <summary>Reads characters, blanks, comments and quoted text. What ddops does not read is refused by name.</summary>
internal sealed class Scanner(string text)
{
    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public char Current => Position < text.Length ? text[Position] : '\0';

    public string Text => text;

    public char Peek(int ahead = 1) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    public void Advance(int count = 1) => Position += count;

    public string From(int start) => text[start..Position];

    public static SyntaxException Refuse(string what, int position) =>
        new($"ddops does not run {what}; use pwsh, or put text in single quotes.", position);

    /// <summary>Skips blanks, comments and continued lines, and newlines too where they do not matter.</summary>
    public void SkipBlank(bool newlines)
    {
        while (!AtEnd)
        {
            char c = Current;
            if (Characters.IsSpace(c) || (newlines && Characters.IsNewline(c)))
            {
                Advance();
            }
            else if (c == '#')
            {
                while (!AtEnd && !Characters.IsNewline(Current))
                {
                    Advance();
                }
            }
            else if (c == '<' && Peek() == '#')
            {
                int end = text.IndexOf("#>", Position + 2, StringComparison.Ordinal);
                Position = end >= 0 ? end + 2 : throw new SyntaxException("A comment <# ... #> is not closed.", Position);
            }
            else if (c == '`' && Characters.IsNewline(Peek()))
            {
                Advance(Peek() == '\r' && Peek(2) == '\n' ? 3 : 2);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Reads quoted text from its opening quote on; a quote written twice stands for itself.</summary>
    public string ReadQuoted()
    {
        int start = Position;
        bool single = Characters.IsSingleQuote(Current);
        var value = new StringBuilder();
        Advance();
        while (!AtEnd)
        {
            char c = Current;
            if (single ? Characters.IsSingleQuote(c) : Characters.IsDoubleQuote(c))
            {
                Advance();
                char next = Current;
                if (AtEnd || !(single ? Characters.IsSingleQuote(next) : Characters.IsDoubleQuote(next)))
                {
                    return value.ToString();
                }

                c = next;
            }
            else if (!single && c is '$' or '`')
            {
                throw new SyntaxException(
                    $"ddops does not expand '{c}' inside double quotes. Use single quotes for plain text, or $env:NAME on its own for a value from the environment.", Position);
            }

            value.Append(c);
            Advance();
        }

        throw new SyntaxException("Quoted text is not closed.", start);
    }

    /// <summary>Takes a comma behind a value, if there is one; a value must follow it.</summary>
    public bool TakeComma()
    {
        SkipBlank(newlines: false);
        if (Current != ',')
        {
            return false;
        }

        int comma = Position;
        Advance();
        SkipBlank(newlines: true);
        return AtEnd || Current is ',' or ';' or '|' or ')' or '}'
            ? throw new SyntaxException("A value is missing behind a comma.", comma)
            : true;
    }

    /// <summary>The refusal of what stands here, by name.</summary>
    public SyntaxException RefuseHere()
    {
        int position = Position;
        char c = Current;
        char next = Peek();
        return c switch
        {
            '\0' when AtEnd => new SyntaxException("Something is missing at the end.", position),
            '{' or '}' => Refuse("script blocks", position),
            '(' or ')' => Refuse("subexpressions", position),
            '&' when next == '&' => Refuse("'&&'", position),
            '&' => Refuse("'&' (the call operator and background jobs)", position),
            '|' when next == '|' => Refuse("'||'", position),
            '|' => new SyntaxException("A cmdlet is missing before '|'.", position),
            '.' when next == '.' => Refuse("ranges", position),
            '.' => Refuse("scripts and members ('.')", position),
            '[' => Refuse("type literals and indexes", position),
            '<' or '>' => Refuse("redirections", position),
            ',' => new SyntaxException("A value is missing before a comma.", position),
            '=' => Refuse("assignments", position),
            '+' or '-' or '*' or '/' or '%' or '!' => Refuse("operators", position),
            '`' => Refuse("escapes with a backtick", position),
            _ when Characters.IsOddDash(c) => new SyntaxException($"'{c}' is not a plain dash; type '-'.", position),
            _ => new SyntaxException($"'{c}' is not understood here.", position),
        };
    }
}
