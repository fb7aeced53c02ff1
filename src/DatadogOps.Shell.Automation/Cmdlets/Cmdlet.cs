using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    public abstract class InternalCommand
    {
        internal InternalCommand()
        {
        }

        public CommandOrigin CommandOrigin => CommandOrigin.Runspace;
    }
}

namespace System.Management.Automation
{
    public abstract class Cmdlet : InternalCommand
    {
        private volatile bool _stopping;

        protected Cmdlet()
        {
        }

        public ICommandRuntime? CommandRuntime { get; set; }

        public bool Stopping => _stopping;

        private ICommandRuntime Runtime => CommandRuntime
            ?? throw new PSInvalidOperationException("The cmdlet is not part of a pipeline. Run it through the engine.");

        public virtual string GetResourceString(string baseName, string resourceId) =>
            throw new PSNotSupportedException("Resource strings are not read here.");

        public bool ShouldContinue(string query, string caption) => Runtime.ShouldContinue(query, caption);

        public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
            Runtime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

        public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) =>
            Runtime is ICommandRuntime2 second
                ? second.ShouldContinue(query, caption, hasSecurityImpact, ref yesToAll, ref noToAll)
                : Runtime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

        public bool ShouldProcess(string target) => Runtime.ShouldProcess(target);

        public bool ShouldProcess(string target, string action) => Runtime.ShouldProcess(target, action);

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
            Runtime.ShouldProcess(verboseDescription, verboseWarning, caption);

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason) =>
            Runtime.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

        public void ThrowTerminatingError(ErrorRecord errorRecord)
        {
            ArgumentNullException.ThrowIfNull(errorRecord);
            Runtime.ThrowTerminatingError(errorRecord);
        }

        public bool TransactionAvailable() => false;

        public void WriteCommandDetail(string text) => Runtime.WriteCommandDetail(text);

        public void WriteDebug(string text) => Runtime.WriteDebug(text);

        public void WriteError(ErrorRecord errorRecord)
        {
            ArgumentNullException.ThrowIfNull(errorRecord);
            Runtime.WriteError(errorRecord);
        }

        public void WriteInformation(object messageData, string[]? tags)
        {
            var record = new InformationRecord(messageData, GetType().FullName);
            record.Tags.AddRange(tags ?? []);
            WriteInformation(record);
        }

        public void WriteInformation(InformationRecord informationRecord) =>
            (Runtime as ICommandRuntime2)?.WriteInformation(informationRecord);

        public void WriteObject(object? sendToPipeline) => Runtime.WriteObject(sendToPipeline);

        public void WriteObject(object? sendToPipeline, bool enumerateCollection) => Runtime.WriteObject(sendToPipeline, enumerateCollection);

        public void WriteProgress(ProgressRecord progressRecord)
        {
            ArgumentNullException.ThrowIfNull(progressRecord);
            Runtime.WriteProgress(progressRecord);
        }

        public void WriteVerbose(string text) => Runtime.WriteVerbose(text);

        public void WriteWarning(string text) => Runtime.WriteWarning(text);

        protected virtual void BeginProcessing()
        {
        }

        protected virtual void EndProcessing()
        {
        }

        protected virtual void ProcessRecord()
        {
        }

        protected virtual void StopProcessing()
        {
        }

        internal void CallBegin() => BeginProcessing();

        internal void CallProcess() => ProcessRecord();

        internal void CallEnd() => EndProcessing();

        internal void CallStop()
        {
            _stopping = true;
            StopProcessing();
        }
    }

    public abstract class PSCmdlet : Cmdlet
    {
        private InvocationInfo? _invocation;

        protected PSCmdlet()
        {
        }

        public PSHost? Host => CommandRuntime?.Host;

        public InvocationInfo MyInvocation => _invocation ?? throw new PSInvalidOperationException("The cmdlet is not part of a pipeline.");

        public string ParameterSetName { get; internal set; } = ParameterAttribute.AllParameterSets;

        public SessionState SessionState { get; internal set; } = new();

        public PathInfo CurrentProviderLocation(string providerId) => SessionState.Path.CurrentProviderLocation(providerId);

        public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider) =>
            SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);

        public string GetUnresolvedProviderPathFromPSPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

        public object? GetVariableValue(string name) => null;

        public object? GetVariableValue(string name, object? defaultValue) => defaultValue;

        internal void Attach(InvocationInfo invocation) => _invocation = invocation;
    }

    public interface IModuleAssemblyInitializer
    {
        void OnImport();
    }

    public interface IDynamicParameters
    {
        object? GetDynamicParameters();
    }
}
