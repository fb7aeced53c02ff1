namespace DatadogOps.Shell.Language;

/// <summary>A line that cannot be read, or one that PowerShell would read and ddops does not.</summary>
public sealed class SyntaxException : Exception
{
    /// <summary>Makes the refusal.</summary>
    /// <param name="message">What was met and what to do instead.</param>
    /// <param name="position">Where, counted from 0.</param>
    public SyntaxException(string message, int position)
        : base($"{message} (at character {position + 1})") => Position = position;

    /// <summary>Where, counted from 0.</summary>
    public int Position { get; }
}
