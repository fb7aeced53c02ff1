namespace DatadogOps.Shell.Output;

/// <summary>How many cells of a terminal text takes: two for the wide characters of East Asia, one for others.</summary>
internal static class DisplayWidth
{
    public static int Of(string text)
    {
        int width = 0;
        foreach (char c in text)
        {
            width += Of(c);
        }

        return width;
    }

    public static int Of(char c) => c switch
    {
        < '\u1100' => 1,
        <= '\u115f' or (>= '\u2e80' and <= '\u303e') or (>= '\u3041' and <= '\ua4cf') or (>= '\uac00' and <= '\ud7a3')
            or (>= '\uf900' and <= '\ufaff') or (>= '\ufe30' and <= '\ufe6f') or (>= '\uff00' and <= '\uff60') or (>= '\uffe0' and <= '\uffe6') => 2,
        _ => 1,
    };

    /// <summary>The beginning of a text that fits, with an ellipsis for the rest.</summary>
    public static string CutEnd(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        int used = 1;
        int length = 0;
        while (length < text.Length && used + Of(text[length]) <= width)
        {
            used += Of(text[length++]);
        }

        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>The end of a text that fits, with an ellipsis for what is before it.</summary>
    public static string CutStart(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        int used = 1;
        int start = text.Length;
        while (start > 0 && used + Of(text[start - 1]) <= width)
        {
            used += Of(text[--start]);
        }

        return string.Concat("…", text.AsSpan(start));
    }
}
