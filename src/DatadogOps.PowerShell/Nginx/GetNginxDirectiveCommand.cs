using System.Management.Automation;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Commands.Nginx;

/// <summary>Gives the directives of nginx's configurations, with the files that they include, each where it takes effect.</summary>
[Cmdlet(VerbsCommon.Get, "NginxDirective", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxDirectiveInfo))]
public sealed class GetNginxDirectiveCommand : NginxPathCmdlet
{
    private WildcardPattern? _name;
    private WildcardPattern[] _contexts = [];

    /// <summary>Name; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>Names of the blocks around, such as http/server or */location; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Context { get; set; } = [];

    /// <summary>Also gives, for each server and location, what it inherits.</summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _name = Name is null ? null : new WildcardPattern(Name);
        _contexts = [.. Context.Select(context => new WildcardPattern(context))];
    }

    /// <inheritdoc/>
    private protected override void Work(string path)
    {
        string main = System.IO.Path.Combine(path, "nginx.conf");
        NginxConfiguration configuration = Wait(NginxConfiguration.LoadAsync(Directory.Exists(path) && File.Exists(main) ? main : path, StopToken));
        foreach (NginxDirectiveInfo directive in NginxDirectiveInfo.Read(configuration, Effective, IsWanted))
        {
            WriteObject(directive);
        }
    }

    private bool IsWanted(string name, string context) =>
        (_name is null || _name.IsMatch(name))
        && (_contexts.Length == 0 || Array.Exists(_contexts, pattern => pattern.IsMatch(context)));
}
