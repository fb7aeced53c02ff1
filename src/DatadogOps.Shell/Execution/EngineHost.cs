using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DatadogOps.Shell.Execution;

/// <summary>What a cmdlet can learn of its host, in one run.</summary>
internal sealed class EngineHost(IStreams streams) : PSHost
{
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "ddops";

    public override PSHostUserInterface UI { get; } = new UserInterface(streams);

    public override Version Version { get; } = typeof(EngineHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>Asks through the run's streams, and writes through them too, so that nothing gets past them.</summary>
    private sealed class UserInterface(IStreams streams) : PSHostUserInterface
    {
        public override PSCredential? PromptForCredential(string? caption, string? message, string? userName, string? targetName)
        {
            SecureString? password = streams.CanAsk ? streams.AskSecret($"Password for user {userName}: ") : null;
            return password is not null && userName is not null
                ? new PSCredential(userName, password)
                : throw new PSInvalidOperationException(
                    $"The password of '{userName}' would have to be asked for, and there is no terminal to ask on. Give @{{ UserName = '{userName}'; Password = $env:NAME }} in its place.");
        }

        public override string? ReadLine() => streams.CanAsk ? streams.Ask("") : null;

        public override SecureString? ReadLineAsSecureString() => streams.CanAsk ? streams.AskSecret("") : null;

        public override void Write(string value) => WriteLine(value);

        public override void WriteLine(string value) => streams.Information(new InformationRecord(value, "ddops"));

        public override void WriteDebugLine(string message) => streams.Debug(message);

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteVerboseLine(string message) => streams.Verbose(message);

        public override void WriteWarningLine(string message) => streams.Warning(message);
    }
}
