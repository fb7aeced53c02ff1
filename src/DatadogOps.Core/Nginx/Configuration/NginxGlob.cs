namespace DatadogOps.Nginx.Configuration;

/// <summary>
/// File name patterns as in glob(3), which nginx's include uses: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>. None of them matches
/// <c>/</c> or a leading dot; the result is sorted by bytes.
/// </summary>
internal static class NginxGlob
{
    /// <summary>Whether a path is a pattern (ngx_conf_include).</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Finds matching files on disk and among further paths.</summary>
    public static List<string> Find(string pattern, IEnumerable<string> alsoThere)
    {
        string root = Path.GetPathRoot(pattern)!;
        string[] segments = pattern[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<string>();
        Expand(root, segments, 0, found);
        found.AddRange(alsoThere.Where(path => !found.Contains(path) && IsMatch(path, root, segments)));
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Whether a full path matches a full pattern.</summary>
    public static bool IsPathMatch(string path, string pattern)
    {
        string root = Path.GetPathRoot(pattern)!;
        return IsMatch(path, root, pattern[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether a name matches one segment of a pattern.</summary>
    public static bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        if (name.StartsWith(".") && !pattern.StartsWith("."))
        {
            return false;
        }

        int n = 0;
        int p = 0;
        int star = -1;
        int retry = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = n;
            }
            else if (p < pattern.Length && MatchesOne(name[n], pattern, p, out int next))
            {
                n++;
                p = next;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static bool IsMatch(string path, string root, string[] segments)
    {
        if (!path.StartsWith(root, StringComparison.Ordinal))
        {
            return false;
        }

        string[] names = path[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == segments.Length && names.Zip(segments).All(pair => IsMatch(pair.First, pair.Second));
    }

    private static void Expand(string folder, string[] segments, int index, List<string> found)
    {
        string segment = segments[index];
        bool last = index == segments.Length - 1;
        if (!IsPattern(segment))
        {
            string next = Path.Combine(folder, segment);
            if (last && Path.Exists(next))
            {
                found.Add(next);
            }
            else if (!last && Directory.Exists(next))
            {
                Expand(next, segments, index + 1, found);
            }

            return;
        }

        foreach (string entry in Entries(folder))
        {
            if (!IsMatch(Path.GetFileName(entry.AsSpan()), segment))
            {
                continue;
            }

            if (last)
            {
                found.Add(entry);
            }
            else if (Directory.Exists(entry))
            {
                Expand(entry, segments, index + 1, found);
            }
        }
    }

    // glob(3) skips folders that it cannot read.
    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool MatchesOne(char c, ReadOnlySpan<char> pattern, int p, out int next)
    {
        next = p + 1;
        switch (pattern[p])
        {
            case '?':
                return true;
            case '\\' when p + 1 < pattern.Length:
                next = p + 2;
                return pattern[p + 1] == c;
            case '[':
                return MatchesSet(c, pattern, p, ref next);
            default:
                return pattern[p] == c;
        }
    }

    private static bool MatchesSet(char c, ReadOnlySpan<char> pattern, int p, ref int next)
    {
        int i = p + 1;
        bool negated = i < pattern.Length && pattern[i] is '!' or '^';
        i += negated ? 1 : 0;
        bool matches = false;
        for (int first = i; i < pattern.Length; i++)
        {
            if (pattern[i] == ']' && i > first)
            {
                next = i + 1;
                return matches != negated;
            }

            if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']')
            {
                matches |= c >= pattern[i] && c <= pattern[i + 2];
                i += 2;
            }
            else
            {
                matches |= pattern[i] == c;
            }
        }

        return c == '['; // unclosed: a literal bracket
    }
}
