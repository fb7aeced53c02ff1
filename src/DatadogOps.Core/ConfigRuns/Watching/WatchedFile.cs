namespace DatadogOps.ConfigRuns.Watching;

/// <summary>A file in a watched folder, as of the last scan.</summary>
internal sealed class WatchedFile(string path)
{
    public string Path => path;

    public long Length { get; private set; } = -1;

    public DateTime LastWriteUtc { get; private set; }

    /// <summary>When its current version was first seen.</summary>
    public long Since { get; private set; }

    /// <summary>Earliest time to read it.</summary>
    public long Due { get; set; }

    /// <summary>Whether its current version was processed.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it existed before the watch began: its runs up to then are not new.</summary>
    public bool IsOld { get; set; }

    /// <summary>How often reading its current version failed.</summary>
    public int Failures { get; set; }

    /// <summary>Number of the last scan that found it.</summary>
    public int Round { get; set; }

    /// <summary>Checks the file.</summary>
    /// <returns>False if it has changed since the last check, or is gone.</returns>
    public bool Look(long now, TimeSpan settle, TimeProvider time)
    {
        long length;
        DateTime written;
        try
        {
            // A new object each time, since FileInfo caches. For a link, its target counts.
            var info = new FileInfo(path);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                info = target;
            }

            length = info.Length;
            written = info.LastWriteTimeUtc;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Length = -1;
            return false;
        }

        if (length == Length && written == LastWriteUtc)
        {
            return true;
        }

        (Length, LastWriteUtc, Since, IsDone, Failures) = (length, written, now, false, 0);
        Due = now + (long)(settle.TotalSeconds * time.TimestampFrequency);
        return false;
    }
}
