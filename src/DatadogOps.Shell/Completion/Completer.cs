using System.Collections;
using System.Management.Automation;
using DatadogOps.Shell.Binding;
using DatadogOps.Shell.Execution;

namespace DatadogOps.Shell.Completion;

/// <summary>What may come next on a command line of words.</summary>
public static class Completer
{
    private static readonly string[] Commands = ["completion", "help", "list"];
    private static readonly string[] Options = ["--help", "--input", "--output", "--version"];

    /// <summary>Candidates for the last word.</summary>
    /// <param name="catalog">The module.</param>
    /// <param name="words">The words behind <c>ddops</c>; the last is the one that is being typed, and may be empty.</param>
    public static IReadOnlyList<string> Complete(CmdletCatalog catalog, IReadOnlyList<string> words)
    {
        string current = words.Count == 0 ? "" : words[^1];
        var before = words.Take(words.Count - 1).ToList();
        switch (before.LastOrDefault())
        {
            case "--output":
                return Matching(["csv", "json", "jsonl", "table"], current);
            case "--input":
                return Matching(["jsonl"], current);
            case "completion" when before.Count == 1:
                return Matching(["bash", "zsh"], current);
        }

        DropOptions(before);
        if (before.Count == 0)
        {
            return Matching([.. catalog.Names, .. Commands, .. Options], current);
        }

        if (before[0] == "help")
        {
            return Matching(catalog.Names, current);
        }

        if (current.StartsWith("--", StringComparison.Ordinal))
        {
            return Matching(["--input", "--output"], current);
        }

        try
        {
            return Arguments(catalog.Get(before[0]), before, current);
        }
        catch (EngineException)
        {
            return [];
        }
    }

    private static void DropOptions(List<string> words)
    {
        for (int i = words.FindIndex(w => w is "--output" or "--input"); i >= 0; i = words.FindIndex(w => w is "--output" or "--input"))
        {
            words.RemoveRange(i, Math.Min(2, words.Count - i));
        }
    }

    private static List<string> Arguments(CmdletDescription cmdlet, List<string> before, string current)
    {
        var bound = new Hashtable(StringComparer.OrdinalIgnoreCase);
        int positions = 0;
        CmdletParameter? waiting = null;
        foreach (string word in before.Skip(1))
        {
            if (waiting is not null)
            {
                bound[waiting.Name] = word;
                waiting = null;
            }
            else if (word.Length > 1 && word[0] == '-' && char.IsLetter(word[1]))
            {
                waiting = TryFind(cmdlet, word[1..]);
                if (waiting is { IsSwitch: true })
                {
                    bound[waiting.Name] = true;
                    waiting = null;
                }
            }
            else
            {
                positions++;
            }
        }

        if (waiting is null && current.StartsWith('-'))
        {
            return Matching([.. cmdlet.Parameters
                .Where(p => !bound.ContainsKey(p.Name) && !p.Sets.All(s => s.Attribute.DontShow) && !p.Name.EndsWith("Variable", StringComparison.Ordinal) && p.Name != "OutBuffer")
                .Select(p => "-" + p.Name)], current);
        }

        waiting ??= cmdlet.Parameters.FirstOrDefault(p => !bound.ContainsKey(p.Name) && p.Sets.Any(s => s.Attribute.Position == positions));
        return waiting is null ? [] : Values(cmdlet, waiting, current, bound);
    }

    private static List<string> Values(CmdletDescription cmdlet, CmdletParameter parameter, string current, Hashtable bound)
    {
        // In a list the item behind the last comma is completed, and the items before it stay.
        int comma = parameter.Type.IsArray ? current.LastIndexOf(',') : -1;
        string kept = current[..(comma + 1)];
        string word = current[(comma + 1)..];
        IEnumerable<string> values = ParameterValues.Fixed(parameter);
        if (parameter.Completer is not null && Activator.CreateInstance(parameter.Completer) is IArgumentCompleter completer)
        {
            values = completer.CompleteArgument(cmdlet.Name, parameter.Name, word, null!, bound).Select(r => r.CompletionText);
        }

        return [.. Matching([.. values], word).Select(v => kept + v)];
    }

    private static CmdletParameter? TryFind(CmdletDescription cmdlet, string name)
    {
        try
        {
            return cmdlet.Find(name);
        }
        catch (ParameterBindingException)
        {
            return null;
        }
    }

    private static List<string> Matching(IReadOnlyList<string> candidates, string prefix) =>
        [.. candidates.Where(c => c.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
}
