using DatadogOps.Shell.Binding;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Execution;

/// <summary>
/// One cmdlet given as the process's arguments, which a shell has already taken apart. A word that begins with a dash and a
/// letter is a parameter unless the one before it waits for a value; commas divide words that have neither blanks nor quotes.
/// </summary>
internal static class WordArguments
{
    public static List<PipelineSyntax> Parse(IReadOnlyList<string> words, CmdletCatalog catalog)
    {
        foreach (string word in words)
        {
            if (word is "|" or ";")
            {
                throw new SyntaxException($"'{word}' is an argument of its own here. Give the whole pipeline as one argument: ddops \"Get-... | Send-...\"", 0);
            }
        }

        CmdletDescription description = catalog.Get(words[0]);
        var element = new PipelineElement { CommandName = description.Name };
        bool onlyValues = false;
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (word == "--" && !onlyValues)
            {
                onlyValues = true;
            }
            else if (!onlyValues && word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] is '_' or '?'))
            {
                element.Arguments.Add(Parameter(word));
            }
            else
            {
                element.Arguments.Add(new Argument { HasValue = true, Value = WordValue.Parse(word) });
            }
        }

        var pipeline = new PipelineSyntax();
        pipeline.Elements.Add(element);
        return [pipeline];
    }

    private static Argument Parameter(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new Argument { Name = word[1..] };
        }

        return colon == word.Length - 1
            ? throw new SyntaxException($"The parameter {word} requires a value behind its colon. In a shell, put $true and $false in single quotes: '{word}$false'", 0)
            : new Argument { Name = word[1..colon], HasValue = true, Value = WordValue.Parse(word[(colon + 1)..]) };
    }
}
