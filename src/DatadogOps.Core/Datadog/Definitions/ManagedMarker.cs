using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Definitions;

/// <summary>
/// Marks published definitions, so that they are found again even after their name has changed: monitors have two tags, dashboards a line
/// at the end of their description.
/// </summary>
public static partial class ManagedMarker
{
    /// <summary>Tag of everything that this module manages.</summary>
    public const string OwnerTag = "managed_by:datadogops";

    /// <summary>Name of the tag with the slug.</summary>
    public const string SlugTag = "datadogops_id";

    // A tag is 200 characters at most.
    private const int MaxSlugLength = 100;

    /// <summary>Makes a slug of a name: lower-case letters, digits and single hyphens.</summary>
    /// <exception cref="OperationException">The name has no valid characters.</exception>
    public static string MakeSlug(string name)
    {
        var slug = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string text = slug.ToString(0, Math.Min(slug.Length, MaxSlugLength)).Trim('-');
        return text.Length > 0 ? text : throw Invalid(name, "it has no character that is valid in a slug");
    }

    /// <summary>Validates a slug and returns it.</summary>
    /// <exception cref="OperationException">It is invalid.</exception>
    public static string CheckSlug(string slug) =>
        slug.Length <= MaxSlugLength && SlugPattern().IsMatch(slug)
            ? slug
            : throw Invalid(slug, $"a slug consists of lower-case letters, digits, '_', '.' and '-', starts with a letter or digit, and has at most {MaxSlugLength} characters");

    /// <summary>The slug in tags of a monitor, or null.</summary>
    public static string? SlugOf(TagSet tags) =>
        tags.Contains(OwnerTag, StringComparer.OrdinalIgnoreCase)
            ? tags.FirstOrDefault(tag => tag.StartsWith(SlugTag + ":", StringComparison.OrdinalIgnoreCase))?[(SlugTag.Length + 1)..]
            : null;

    /// <summary>The slug in a dashboard's description, or null.</summary>
    public static string? SlugOf(string? description) =>
        description is not null && DescriptionPattern().Match(description) is { Success: true } match ? match.Groups["slug"].Value : null;

    /// <summary>Tags with the marker; an existing one is replaced.</summary>
    public static TagSet Mark(TagSet tags, string slug) =>
        new([.. tags.Where(tag => !tag.Equals(OwnerTag, StringComparison.OrdinalIgnoreCase) && !tag.StartsWith(SlugTag + ":", StringComparison.OrdinalIgnoreCase)), OwnerTag, $"{SlugTag}:{slug}"]);

    /// <summary>A description with the marker; an existing one is replaced.</summary>
    public static string Mark(string? description, string slug)
    {
        string text = DescriptionPattern().Replace(description ?? "", "").TrimEnd();
        string line = $"Managed by DatadogOps ({SlugTag}:{slug})";
        return text.Length == 0 ? line : $"{text}\n\n{line}";
    }

    private static OperationException Invalid(string slug, string reason) => new(
        MonitorErrorIds.DefinitionSlugInvalid,
        OperationErrorKind.InvalidInput,
        slug,
        $"'{slug}' is not a valid slug: {reason}.",
        "Use -Slug with a slug such as pg-connections.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"Managed by DatadogOps \(datadogops_id:(?<slug>[a-z0-9][a-z0-9_.-]{0,99})\)", RegexOptions.CultureInvariant)]
    private static partial Regex DescriptionPattern();
}
