using System.Management.Automation;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Commands.Nginx;

/// <summary>Gets the directives of nginx configurations, including those of included files.</summary>
[Cmdlet(VerbsCommon.Get, "NginxDirective", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxDirectiveInfo))]
public sealed class GetNginxDirectiveCommand : NginxCmdlet
{
    private WildcardPattern? _name;
    private WildcardPattern[] _contexts = [];

    /// <summary>Names of directives. Wildcards are supported.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>Names of the enclosing blocks, such as http/server or */location. Wildcards are supported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Context { get; set; } = [];

    /// <summary>Also returns the directives that each server and location inherits.</summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _name = Name is null ? null : new WildcardPattern(Name);
        _contexts = [.. Context.Select(context => new WildcardPattern(context))];
    }

    /// <inheritdoc/>
    private protected override void ProcessPath(string path)
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
