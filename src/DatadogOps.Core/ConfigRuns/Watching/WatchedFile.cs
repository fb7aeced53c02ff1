namespace DatadogOps.ConfigRuns.Watching;

/// <summary>A file in a watched folder, as it was seen last.</summary>
internal sealed class WatchedFile(string path)
{
    public string Path => path;

    public long Length { get; private set; } = -1;

    public DateTime LastWriteUtc { get; private set; }

    /// <summary>When it was first seen as it is.</summary>
    public long Since { get; private set; }

    /// <summary>When it is to be read, at the earliest.</summary>
    public long Due { get; set; }

    /// <summary>Whether it is dealt with as it is.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it was there before the watch began: what it told then is not new.</summary>
    public bool IsOld { get; set; }

    /// <summary>How often reading it failed as it is.</summary>
    public int Failures { get; set; }

    /// <summary>Whether the last look found it.</summary>
    public int Round { get; set; }

    /// <summary>Looks at the file.</summary>
    /// <returns>False when it has changed since the last look, or is gone.</returns>
    public bool Look(long now, TimeSpan settle, TimeProvider time)
    {
        long length;
        DateTime written;
        try
        {
            // A new object each time: FileInfo keeps what it saw. Of a link the file that it names counts.
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
