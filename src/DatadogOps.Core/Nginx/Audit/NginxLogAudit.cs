using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Audit;

/// <summary>Determines from the configuration whether requests of a user agent are logged, for each server and location.</summary>
public static class NginxLogAudit
{
    /// <summary>User agent of the Agent's http_check, with any version.</summary>
    public const string AgentName = "Datadog Agent/7.60.0";

    /// <summary>Reads a configuration and evaluates each log.</summary>
    /// <param name="path">nginx.conf, its folder, a fragment, or a folder of fragments.</param>
    /// <param name="userAgent">The user agent.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>At least one finding.</returns>
    /// <exception cref="OperationException">A file cannot be read or has invalid syntax.</exception>
    public static async Task<IReadOnlyList<NginxLogFinding>> ReadAsync(string path, string userAgent, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        NginxBlock? surrounding = target.Surrounding?.HttpBlocks.FirstOrDefault();
        NginxManagedBlock[] managed = [.. target.Configurations.SelectMany(configuration => configuration.Documents).Concat(target.SurroundingDocuments).Distinct().SelectMany(NginxManagedBlock.Find)];
        Dictionary<string, string> request = NginxVariables.Request(userAgent, managed.Select(block => NginxLogFilter.AddressVariable(block.Variable)));
        var findings = new List<NginxLogFinding>();
        foreach (NginxConfiguration configuration in target.Configurations)
        {
            // Fragments share the maps of the surrounding configuration, or else of the filter file.
            NginxBlock? http = configuration.HttpBlocks.FirstOrDefault();
            NginxBlock? maps = target.IsWhole ? http : surrounding ?? target.Configurations.SelectMany(one => one.HttpBlocks).FirstOrDefault(block => block.Items.Any(item => item.Directive.Name == "map")) ?? http;
            NginxVariables? variables = maps is null ? null : new NginxVariables(maps, request);
            foreach (NginxBlock block in configuration.Root.Descendants().Where(block => block.Context is NginxContext.Server or NginxContext.Location))
            {
                findings.AddRange(Audit(configuration, block, surrounding, variables, managed, userAgent, target.IsWhole || surrounding is not null));
            }
        }

        return findings.Count > 0 ? findings : [NginxLogFinding.Of(NginxLogFinding.NotLogged, "The configuration has no HTTP server.", null, null) with { Target = target.Path, Status = Finding.Skipped, Actual = null, Path = target.Path }];
    }

    private static IEnumerable<NginxLogFinding> Audit(
        NginxConfiguration configuration, NginxBlock block, NginxBlock? surrounding, NginxVariables? variables, NginxManagedBlock[] managed, string userAgent, bool isWhole)
    {
        NginxAccessLog[] logs = [.. NginxInheritance.Effective(block, "access_log").Select(item => new NginxAccessLog(item.Directive))];
        logs = logs.Length == 0 && surrounding is not null ? [.. NginxAccessLog.In(surrounding)] : logs;
        NginxDirective place = block.Directive ?? configuration.Documents[0][0];
        if (logs.Length == 0)
        {
            yield return isWhole
                ? Report(place, null, NginxLogFinding.Logged, "There is no access_log here or in an enclosing block, so nginx writes all requests to its built-in default log.")
                : Report(place, null, NginxLogFinding.Uncertain, "There is no access_log here, and the file that it is inherited from is unknown.");
            yield break;
        }

        if (logs.FirstOrDefault(log => log.IsOff) is { Directive.Document: not null } off)
        {
            yield return Report(off.Directive, null, NginxLogFinding.NotLogged, "Logging is off here for all requests.");
            yield break;
        }

        NginxItem? legacy = block.Items.FirstOrDefault(item => NginxLegacyIfFilter.IsOne(item) && NginxLegacyIfFilter.Matches(item, userAgent) != false);
        foreach (NginxAccessLog log in logs)
        {
            (string actual, string reason) = legacy is null ? EvaluateCondition(log, variables, managed, userAgent) : EvaluateLegacyFilter(block, legacy);
            yield return Report(log.Directive, log.Target, actual, reason);
        }

        NginxLogFinding Report(NginxDirective directive, string? log, string actual, string reason) => NginxLogFinding.Of(actual, reason, block.ServerName, block.LocationName) with
        {
            Path = configuration.MainPath,
            File = directive.Document.Path,
            Line = directive.Line,
            Context = block.ContextPath,
            LogPath = log,
        };
    }

    private static (string Actual, string Reason) EvaluateCondition(NginxAccessLog log, NginxVariables? variables, NginxManagedBlock[] managed, string userAgent)
    {
        if (log.Condition is not { } condition)
        {
            return (NginxLogFinding.Logged, "This access_log has no if=, so all requests are logged.");
        }

        // Where the filter is combined with a condition of the user, it is enough that the filter is false.
        NginxManagedBlock? block = Array.Find(managed, one => one.Replaced.ContainsKey(condition.TrimStart('$')));
        return (block is not null && variables?.Evaluate("$" + block.Variable) == "0" ? "0" : variables?.Evaluate(condition)) switch
        {
            null => (NginxLogFinding.Uncertain, $"if={condition} depends on more than the user agent."),
            "" or "0" => (NginxLogFinding.NotLogged, $"if={condition} is false for '{userAgent}'."),
            _ => (NginxLogFinding.Logged, $"if={condition} is true for '{userAgent}'."),
        };
    }

    // nginx's rewrite module runs the directives of a location in order, and the last matching if applies.
    private static (string Actual, string Reason) EvaluateLegacyFilter(NginxBlock block, NginxItem legacy)
    {
        int position = block.Items.ToList().IndexOf(legacy);
        if (block.Items.Take(position).FirstOrDefault(item => item.Directive.Name is "return" or "rewrite") is { } before)
        {
            return (NginxLogFinding.Logged, $"The if that disables the log is preceded by {before.Directive.Name}, which ends processing.");
        }

        if (block.Items.Skip(position + 1).Any(item => item.Body?.Context == NginxContext.LocationIf))
        {
            return (NginxLogFinding.Uncertain, "An if disables the log, but if a later if matches too, that one applies and the request is logged.");
        }

        return block.Named("try_files").Any()
            ? (NginxLogFinding.Uncertain, "An if disables the log, but also try_files, so that the Agent gets another response than browsers. Update-NginxAgentLogFilter fixes that.")
            : (NginxLogFinding.NotLogged, "An if disables the log, except after an internal redirect. A map is safer (Update-NginxAgentLogFilter).");
    }
}
