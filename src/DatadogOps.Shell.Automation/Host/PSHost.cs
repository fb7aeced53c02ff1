using System.Globalization;
using System.Security;

namespace System.Management.Automation.Host;

public abstract class PSHost
{
    protected PSHost()
    {
    }

    public abstract CultureInfo CurrentCulture { get; }

    public abstract CultureInfo CurrentUICulture { get; }

    public abstract Guid InstanceId { get; }

    public abstract string Name { get; }

    public abstract PSHostUserInterface? UI { get; }

    public abstract Version Version { get; }
}

public abstract class PSHostUserInterface
{
    protected PSHostUserInterface()
    {
    }

    public virtual bool SupportsVirtualTerminal => false;

    public abstract PSCredential? PromptForCredential(string? caption, string? message, string? userName, string? targetName);

    public abstract string? ReadLine();

    public abstract SecureString? ReadLineAsSecureString();

    public abstract void Write(string value);

    public virtual void WriteLine() => WriteLine("");

    public abstract void WriteLine(string value);

    public abstract void WriteDebugLine(string message);

    public abstract void WriteErrorLine(string value);

    public abstract void WriteVerboseLine(string message);

    public abstract void WriteWarningLine(string message);
}
