using System.Globalization;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Query;

/// <summary>
/// Reads one metric query. What Datadog's language has beyond this (arithmetic, functions, boolean filters, several
/// queries) is refused by name and never half understood.
/// </summary>
internal sealed class QueryParser
{
    private const string Form = "Write it as sum:metric.name{tag:value} by {tag}, with one of avg, sum, min, max, count.";

    private readonly string _text;
    private int _at;

    private QueryParser(string text) => _text = text;

    /// <summary>Reads a query.</summary>
    /// <exception cref="QueryException">It is not understood.</exception>
    public static MetricQuery Parse(string text) => new QueryParser(text.Trim()).ParseQuery();

    private MetricQuery ParseQuery()
    {
        string aggregatorText = Until(':') ?? throw Error("there is no space aggregator");
        Aggregator aggregator = ParseAggregator(aggregatorText.Trim());
        string metric = (Until('{') ?? throw Error("there is no scope; use {*} for everything")).Trim();
        if (metric.Length == 0 || MetricName.Normalize(metric) != metric)
        {
            throw Error($"'{metric}' is no metric name");
        }

        string scope = Until('}') ?? throw Error("the scope has no closing }");
        var query = new MetricQuery
        {
            Text = _text,
            SpaceAggregator = aggregator,
            Metric = metric,
            Filters = ParseFilters(scope),
            GroupBy = ParseGroups(),
        };
        while (TakeMethod() is { } method)
        {
            query = Apply(query, method.Name, method.Arguments);
        }

        SkipSpace();
        return _at == _text.Length ? query : throw Error($"'{_text[_at..]}' is not understood; arithmetic, functions and several queries are not known here");
    }

    private Aggregator ParseAggregator(string name) => name switch
    {
        "avg" => Aggregator.Avg,
        "sum" => Aggregator.Sum,
        "min" => Aggregator.Min,
        "max" => Aggregator.Max,
        "count" => Aggregator.Count,
        _ => throw Error($"'{name}' is no aggregator"),
    };

    private List<TagFilter> ParseFilters(string scope)
    {
        var filters = new List<TagFilter>();
        foreach (string part in scope.Split(','))
        {
            string text = part.Trim();
            if (text == "*")
            {
                continue;
            }

            bool negated = text.StartsWith('!');
            text = negated ? text[1..].Trim() : text;
            if (text.Length == 0)
            {
                throw Error("a filter is empty; use {*} for everything");
            }

            if (LooksBoolean(text))
            {
                throw Error($"'{text}': AND, OR, NOT and IN are not known here; commas mean AND and ! means NOT");
            }

            filters.Add(new TagFilter(negated, ToPattern(text)));
        }

        return filters;
    }

    // Values may hold spaces ("state:idle in transaction"), so only what cannot be a value is taken for an operator.
    private static bool LooksBoolean(string text) =>
        text.Contains(" AND ", StringComparison.Ordinal)
        || text.Contains(" OR ", StringComparison.Ordinal)
        || text.StartsWith("NOT ", StringComparison.Ordinal)
        || text.Contains(" IN (", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith('(');

    private static string[] ToPattern(string text)
    {
        string[] pieces = text.Split('*');
        return pieces.Length == 1
            ? [TagNormalizer.Tag(text)]
            : [.. pieces.Select((piece, index) => index == pieces.Length - 1 ? TagNormalizer.Value(piece) : TagNormalizer.Piece(piece))];
    }

    private List<string> ParseGroups()
    {
        SkipSpace();
        if (!_text.AsSpan(_at).StartsWith("by", StringComparison.Ordinal))
        {
            return [];
        }

        _at += 2;
        SkipSpace();
        if (_at == _text.Length || _text[_at] != '{')
        {
            throw Error("'by' must be followed by {tag, tag}");
        }

        _at++;
        string list = Until('}') ?? throw Error("the tags after 'by' have no closing }");
        List<string> groups = [.. list.Split(',').Select(key => TagNormalizer.Tag(key.Trim()))];
        return groups.All(key => key.Length > 0 && !key.Contains(':', StringComparison.Ordinal))
            ? [.. groups.Distinct(StringComparer.Ordinal)]
            : throw Error($"'{{{list}}}' is no list of tag keys");
    }

    private (string Name, string[] Arguments)? TakeMethod()
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != '.')
        {
            return null;
        }

        _at++;
        string name = Until('(') ?? throw Error($"'.{_text[_at..]}' is not understood");
        string arguments = Until(')') ?? throw Error($".{name}( has no closing )");
        return (name.Trim(), arguments.Trim().Length == 0 ? [] : [.. arguments.Split(',').Select(argument => argument.Trim())]);
    }

    private MetricQuery Apply(MetricQuery query, string name, string[] arguments)
    {
        switch (name)
        {
            case "as_count" when arguments.Length == 0:
                return query with { TimeAggregator = Aggregator.Sum };
            case "as_rate" when arguments.Length == 0:
                return query with { TimeAggregator = Aggregator.Sum, AsRate = true };
            case "rollup" when arguments.Length is 1 or 2:
                return Rollup(query, arguments);
            default:
                throw Error($".{name}({string.Join(", ", arguments)}) is not understood; as_count(), as_rate() and rollup(aggregator, seconds) are");
        }
    }

    private MetricQuery Rollup(MetricQuery query, string[] arguments)
    {
        // Datadog also takes rollup(60), which means rollup(avg, 60).
        bool onlySeconds = arguments.Length == 1 && char.IsAsciiDigit(arguments[0].FirstOrDefault());
        Aggregator aggregator = onlySeconds ? Aggregator.Avg : ParseAggregator(arguments[0]);
        string? seconds = onlySeconds ? arguments[0] : arguments.ElementAtOrDefault(1);
        if (seconds is null)
        {
            return query with { TimeAggregator = aggregator };
        }

        return int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out int interval) && interval is > 0 and <= 86_400 * 31
            ? query with { TimeAggregator = aggregator, IntervalSec = interval }
            : throw Error($"'{seconds}' is no number of seconds");
    }

    private string? Until(char end)
    {
        int found = _text.IndexOf(end, _at);
        if (found < 0)
        {
            return null;
        }

        string part = _text[_at..found];
        _at = found + 1;
        return part;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private QueryException Error(string what) => new($"Error parsing query: unable to parse {_text}: {what}. {Form}");
}
