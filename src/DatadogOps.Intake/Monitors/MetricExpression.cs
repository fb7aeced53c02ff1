namespace DatadogOps.Intake.Monitors;

/// <summary>
/// Reads the metrics of a monitor's query: <c>avg:metric{scope} by {tag}.rollup(avg, 60)</c>, with + - * / between them,
/// brackets, functions and numbers. Depth is bounded.
/// </summary>
internal ref struct MetricExpression
{
    private const int MaxDepth = 32;

    private static readonly string[] Aggregators = ["avg", "sum", "min", "max", "count", "p50", "p75", "p90", "p95", "p99"];

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;
    private bool _hasGroups;
    private bool _hasMetric;

    private MetricExpression(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads an expression, and tells whether it has groups.</summary>
    /// <exception cref="MonitorException">It is not understood; the message names the place.</exception>
    public static bool Check(string text)
    {
        var expression = new MetricExpression(text);
        expression.Sum();
        expression.SkipSpace();
        if (expression._at < text.Length)
        {
            throw expression.Error("is not understood");
        }

        return expression._hasMetric ? expression._hasGroups : throw MonitorException.Query("there is no metric in it");
    }

    private void Sum()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("is nested too deep");
        }

        Operand();
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length || !"+-*/".Contains(_text[_at], StringComparison.Ordinal))
            {
                break;
            }

            _at++;
            Operand();
        }

        _depth--;
    }

    private void Operand()
    {
        SkipSpace();
        if (Take('('))
        {
            Sum();
            Expect(')');
            Suffixes();
            return;
        }

        if (TakeNumber())
        {
            return;
        }

        ReadOnlySpan<char> word = Word();
        if (Take(':'))
        {
            if (!Aggregators.Contains(word.ToString()))
            {
                throw MonitorException.Query($"'{word}' is no aggregator; {string.Join(", ", Aggregators)} are");
            }

            Metric();
        }
        else if (Take('('))
        {
            Arguments();
            Suffixes();
        }
        else
        {
            throw Error("has no aggregator: write avg:metric{scope}");
        }
    }

    private void Metric()
    {
        ReadOnlySpan<char> name = Word();
        if (!char.IsAsciiLetter(name[0]) || name.Length > 200)
        {
            throw MonitorException.Query($"'{name}' is no metric name");
        }

        _hasMetric = true;
        Braces($"the metric {name} has no scope; use {{*}} for everything");
        SkipSpace();
        if (_text[_at..].StartsWith("by", StringComparison.Ordinal) && !IsWord(_text, _at + 2))
        {
            _at += 2;
            SkipSpace();
            Braces("'by' must be followed by {tag, tag}");
            _hasGroups = true;
        }

        Suffixes();
    }

    // Functions take expressions, numbers, and quoted words, plain or named.
    private void Arguments()
    {
        do
        {
            SkipSpace();
            if (_at < _text.Length && _text[_at] is '\'' or '"')
            {
                Quoted();
                continue;
            }

            int begin = _at;
            if (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
            {
                Word();
                SkipSpace();
                if (Take('='))
                {
                    SkipSpace();
                    if (_at < _text.Length && _text[_at] is '\'' or '"')
                    {
                        Quoted();
                    }
                    else if (!TakeNumber())
                    {
                        Word();
                    }

                    continue;
                }

                if (_at < _text.Length && _text[_at] is ',' or ')')
                {
                    continue;
                }
            }

            _at = begin;
            Sum();
        }
        while (TakeAfterSpace(','));
        Expect(')');
    }

    // .as_count(), .rollup(avg, 60), .fill(zero)
    private void Suffixes()
    {
        while (TakeAfterSpace('.'))
        {
            Word();
            Expect('(');
            while (_at < _text.Length && _text[_at] is not (')' or '('))
            {
                _at++;
            }

            Expect(')');
        }
    }

    private void Braces(string missing)
    {
        if (!Take('{'))
        {
            throw MonitorException.Query(missing);
        }

        int end = _text[_at..].IndexOf('}');
        if (end < 0)
        {
            throw Error("has no closing }");
        }

        if (_text.Slice(_at, end).IsWhiteSpace() || _text.Slice(_at, end).Contains('{'))
        {
            throw Error("is an empty or nested scope; use {*} for everything");
        }

        _at += end + 1;
    }

    private void Quoted()
    {
        char quote = _text[_at++];
        int end = _text[_at..].IndexOf(quote);
        _at = end < 0 ? throw Error("has no closing quote") : _at + end + 1;
    }

    private bool TakeNumber()
    {
        int begin = _at;
        if (_at < _text.Length && _text[_at] == '-')
        {
            _at++;
        }

        int digits = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        if (_at > digits)
        {
            return true;
        }

        _at = begin;
        return false;
    }

    private ReadOnlySpan<char> Word()
    {
        SkipSpace();
        int begin = _at;
        while (IsWord(_text, _at))
        {
            _at++;
        }

        return _at > begin ? _text[begin.._at] : throw Error("is not understood");
    }

    private static bool IsWord(ReadOnlySpan<char> text, int at) => at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.');

    private bool Take(char c)
    {
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private bool TakeAfterSpace(char c)
    {
        SkipSpace();
        return Take(c);
    }

    private void Expect(char c)
    {
        if (!TakeAfterSpace(c))
        {
            throw Error($"lacks a {c}");
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private readonly MonitorException Error(string what) =>
        MonitorException.Query(_at < _text.Length ? $"'{_text[_at..]}' {what}" : $"'{_text}' {what}");
}
