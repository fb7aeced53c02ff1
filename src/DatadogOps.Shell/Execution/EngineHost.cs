using System.Globalization;
using System.Management.Automation.Host;

namespace DatadogOps.Shell.Execution;

/// <summary>What a cmdlet can learn of its host. It has no user interface to write around the streams with.</summary>
internal sealed class EngineHost : PSHost
{
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "ddops";

    public override PSHostUserInterface? UI => null;

    public override Version Version { get; } = typeof(EngineHost).Assembly.GetName().Version ?? new Version(0, 0);
}
