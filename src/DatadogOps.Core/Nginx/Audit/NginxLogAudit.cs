using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Audit;

/// <summary>Tells for each server and location whether a checker's request that is answered there is logged, from the configuration alone.</summary>
public static class NginxLogAudit
{
    /// <summary>What the Agent's http_check calls itself; of some version.</summary>
    public const string AgentName = "Datadog Agent/7.60.0";

    /// <summary>Reads what a path stands for and looks at each log.</summary>
    /// <param name="path">nginx.conf, a folder with it, a fragment, or a folder of fragments.</param>
    /// <param name="userAgent">What the checker calls itself.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationException">A file cannot be read, or nginx would refuse it.</exception>
    public static async Task<IReadOnlyList<NginxLogFinding>> ReadAsync(string path, string userAgent, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        NginxBlock? around = target.Around?.HttpBlocks.FirstOrDefault();
        NginxMarker[] markers = [.. target.Configurations.SelectMany(configuration => configuration.Documents).Concat(target.Others).Distinct().SelectMany(NginxMarker.Find)];
        Dictionary<string, string> request = NginxVariables.Request(userAgent, markers.Select(marker => NginxLogFilter.AddressVariable(marker.Variable)));
        var findings = new List<NginxLogFinding>();
        foreach (NginxConfiguration configuration in target.Configurations)
        {
            // Fragments share the maps of the configuration around them, or else of the file that was made for them.
            NginxBlock? http = configuration.HttpBlocks.FirstOrDefault();
            NginxBlock? maps = target.IsWhole ? http : around ?? target.Configurations.SelectMany(one => one.HttpBlocks).FirstOrDefault(block => block.Items.Any(item => item.Directive.Name == "map")) ?? http;
            foreach (NginxBlock block in configuration.Root.Descendants().Where(IsAnswering))
            {
                findings.AddRange(Audit(configuration, block, around, maps is null ? null : new NginxVariables(maps, request), markers, userAgent, target.IsWhole || around is not null));
            }
        }

        return findings;
    }

    private static bool IsAnswering(NginxBlock block) => block.Context is NginxContext.Server or NginxContext.Location;

    private static IEnumerable<NginxLogFinding> Audit(
        NginxConfiguration configuration, NginxBlock block, NginxBlock? around, NginxVariables? variables, NginxMarker[] markers, string userAgent, bool isWhole)
    {
        NginxAccessLog[] logs = [.. NginxInheritance.Effective(block, "access_log").Select(item => new NginxAccessLog(item.Directive))];
        logs = logs.Length == 0 && around is not null ? [.. NginxAccessLog.In(around)] : logs;
        NginxDirective place = block.Directive ?? configuration.Documents[0][0];
        if (logs.Length == 0)
        {
            yield return isWhole
                ? Finding(place, null, NginxLogFinding.Logged, "No access_log is named here or further out, so nginx writes the log that it was built with, for everyone.")
                : Finding(place, null, NginxLogFinding.Uncertain, "No access_log is named here; what is inherited is outside of the files given.");
            yield break;
        }

        if (logs.FirstOrDefault(log => log.IsOff) is { Directive.Document: not null } off)
        {
            yield return Finding(off.Directive, null, NginxLogFinding.NotLogged, "The log is off here, for everyone.");
            yield break;
        }

        NginxItem? article = block.Items.FirstOrDefault(item => NginxArticleIf.IsOne(item) && NginxArticleIf.Matches(item, userAgent) != false);
        foreach (NginxAccessLog log in logs)
        {
            (string result, string reason) = article is null ? Judge(log, variables, markers, userAgent) : JudgeArticle(block, article);
            yield return Finding(log.Directive, log.Target, result, reason);
        }

        NginxLogFinding Finding(NginxDirective directive, string? log, string result, string reason) => new()
        {
            Path = configuration.MainPath,
            File = directive.Document.Path,
            Line = directive.Line,
            Context = block.ContextPath,
            ServerName = block.ServerName,
            Location = block.LocationName,
            LogPath = log,
            Result = result,
            Reason = reason,
        };
    }

    private static (string Result, string Reason) Judge(NginxAccessLog log, NginxVariables? variables, NginxMarker[] markers, string userAgent)
    {
        if (log.Condition is not { } condition)
        {
            return (NginxLogFinding.Logged, "This access_log has no if=, so everyone is logged.");
        }

        // Where the filter is combined with a condition of the user, the filter's being false is enough.
        NginxMarker? marker = Array.Find(markers, one => one.Replaced.ContainsKey(condition.TrimStart('$')));
        return (marker is not null && variables?.Evaluate("$" + marker.Variable) == "0" ? "0" : variables?.Evaluate(condition)) switch
        {
            null => (NginxLogFinding.Uncertain, $"if={condition} depends on more than the user agent; prove it with -Probe."),
            "" or "0" => (NginxLogFinding.NotLogged, $"if={condition} is false for '{userAgent}'."),
            _ => (NginxLogFinding.Logged, $"if={condition} is true for '{userAgent}'."),
        };
    }

    // nginx's rewrite module runs a location's directives in their order, and the last if that matches decides.
    private static (string Result, string Reason) JudgeArticle(NginxBlock block, NginxItem article)
    {
        int position = block.Items.ToList().IndexOf(article);
        if (block.Items.Take(position).FirstOrDefault(item => item.Directive.Name is "return" or "rewrite") is { } before)
        {
            return (NginxLogFinding.Logged, $"The if that turns the log off stands behind {before.Directive.Name}, which ends the work before it.");
        }

        if (block.Items.Skip(position + 1).Any(item => item.Body?.Context == NginxContext.LocationIf))
        {
            return (NginxLogFinding.Uncertain, "An if turns the log off; where a later if matches too, that one decides and the hit is logged.");
        }

        return block.Named("try_files").Any()
            ? (NginxLogFinding.Uncertain, "An if turns the log off, and takes try_files from the Agent: it is answered otherwise than browsers are. Update-NginxAgentLogFilter puts that right.")
            : (NginxLogFinding.NotLogged, "An if turns the log off. After an internal redirect the hit is logged all the same; a map is safer (Update-NginxAgentLogFilter).");
    }
}
