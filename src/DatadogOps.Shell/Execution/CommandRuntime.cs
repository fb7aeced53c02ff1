using System.Management.Automation;
using System.Management.Automation.Host;
using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Binding;

namespace DatadogOps.Shell.Execution;

/// <summary>What a cmdlet calls when it writes or asks.</summary>
internal sealed class CommandRuntime(RunState run, CmdletDescription description, CommonParameters common, Action<object?> emit) : ICommandRuntime2
{
    private bool _yesToAll;
    private bool _noToAll;

    public PSHost? Host { get; init; }

    public PSTransactionContext? CurrentPSTransaction => null;

    public InvocationInfo? Invocation { get; set; }

    public void WriteObject(object? sendToPipeline)
    {
        ThrowIfStopping();
        emit(sendToPipeline);
    }

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        ThrowIfStopping();
        if (enumerateCollection && LanguagePrimitives.GetEnumerator(sendToPipeline) is { } items)
        {
            try
            {
                while (items.MoveNext())
                {
                    ThrowIfStopping();
                    emit(items.Current);
                }
            }
            finally
            {
                (items as IDisposable)?.Dispose();
            }
        }
        else
        {
            emit(sendToPipeline);
        }
    }

    public void WriteError(ErrorRecord errorRecord)
    {
        ThrowIfStopping();
        CmdletBridge.AttachError(errorRecord, Invocation!);
        switch (common.ErrorAction)
        {
            case ActionPreference.Ignore:
                return;
            case ActionPreference.SilentlyContinue:
                run.HasErrors = true;
                return;
            case ActionPreference.Stop:
                throw CmdletBridge.StoppedByPreference(errorRecord);
            default:
                run.HasErrors = true;
                run.Streams.Failure(errorRecord);
                return;
        }
    }

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        ThrowIfStopping();
        CmdletBridge.AttachError(errorRecord, Invocation!);
        throw new TerminatingErrorException(errorRecord);
    }

    public void WriteWarning(string text) => Write(common.WarningAction, text, run.Streams.Warning, "WarningAction");

    public void WriteVerbose(string text)
    {
        ThrowIfStopping();
        if (common.Verbose is { IsPresent: true })
        {
            run.Streams.Verbose(text);
        }
    }

    public void WriteDebug(string text)
    {
        ThrowIfStopping();
        if (common.Debug is { IsPresent: true })
        {
            run.Streams.Debug(text);
        }
    }

    public void WriteCommandDetail(string text) => ThrowIfStopping();

    public void WriteInformation(InformationRecord informationRecord)
    {
        ThrowIfStopping();
        bool isHostMessage = informationRecord.Tags.Contains("PSHOST");
        if (isHostMessage && common.InformationAction != ActionPreference.Ignore)
        {
            run.Streams.Information(informationRecord);
            return;
        }

        Write(common.InformationAction, informationRecord.ToString(), _ => run.Streams.Information(informationRecord), "InformationAction");
    }

    public void WriteProgress(ProgressRecord progressRecord) =>
        Write(common.ProgressAction, progressRecord.Activity, _ => run.Streams.Progress(progressRecord), "ProgressAction");

    public void WriteProgress(long sourceId, ProgressRecord progressRecord) => WriteProgress(progressRecord);

    public bool TransactionAvailable() => false;

    public bool ShouldProcess(string target) => ShouldProcess(target, description.Name);

    public bool ShouldProcess(string target, string action)
    {
        string text = string.IsNullOrEmpty(action) ? $"Performing operation on target \"{target}\"." : $"Performing the operation \"{action}\" on target \"{target}\".";
        return Process(text, null, null, out _);
    }

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
        Process(verboseDescription, verboseWarning, caption, out _);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason) =>
        Process(verboseDescription, verboseWarning, caption, out shouldProcessReason);

    public bool ShouldContinue(string query, string caption)
    {
        ThrowIfStopping();
        return Ask(query, caption, offersAll: false, "Give -Force, if the cmdlet has it, or run it on a terminal.") is Answer.Yes or Answer.YesToAll;
    }

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
        ShouldContinue(query, caption, false, ref yesToAll, ref noToAll);

    public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll)
    {
        ThrowIfStopping();
        if (yesToAll || noToAll)
        {
            return yesToAll;
        }

        Answer answer = Ask(query, caption, offersAll: true, "Give -Force, if the cmdlet has it, or run it on a terminal.");
        yesToAll = answer == Answer.YesToAll;
        noToAll = answer == Answer.NoToAll;
        return answer is Answer.Yes or Answer.YesToAll;
    }

    private bool Process(string text, string? question, string? caption, out ShouldProcessReason reason)
    {
        ThrowIfStopping();
        reason = ShouldProcessReason.None;
        if (common.WhatIf.IsPresent)
        {
            reason = ShouldProcessReason.WhatIf;
            run.Streams.WhatIf("What if: " + text);
            return false;
        }

        bool asks = common.Confirm?.IsPresent ?? description.ConfirmImpact >= ConfirmImpact.High;
        if (!asks || _yesToAll)
        {
            WriteVerbose(text);
            return true;
        }

        if (_noToAll)
        {
            return false;
        }

        Answer answer = Ask(question ?? $"Are you sure you want to perform this action?{Environment.NewLine}{text}", caption ?? "Confirm",
            offersAll: true, "Give -Confirm:$false to do it without asking, or -WhatIf to see what would be done.");
        _yesToAll = answer == Answer.YesToAll;
        _noToAll = answer == Answer.NoToAll;
        return answer is Answer.Yes or Answer.YesToAll;
    }

    private Answer Ask(string query, string caption, bool offersAll, string advice)
    {
        if (!run.Streams.CanAsk)
        {
            var failure = new PSInvalidOperationException($"{description.Name} asks before it goes on, and there is no terminal to ask on. {advice}");
            ThrowTerminatingError(new ErrorRecord(failure, "ConfirmationNotPossible", ErrorCategory.InvalidOperation, null));
        }

        string choices = offersAll
            ? "[Y] Yes  [A] Yes to All  [N] No  [L] No to All  (default is \"Y\"): "
            : "[Y] Yes  [N] No  (default is \"Y\"): ";
        string prompt = $"{Environment.NewLine}{caption}{Environment.NewLine}{query}{Environment.NewLine}{choices}";
        while (true)
        {
            string? answer = run.Streams.Ask(prompt);
            ThrowIfStopping();
            switch (answer?.Trim().ToUpperInvariant())
            {
                case null:
                    throw new PipelineStoppedException();
                case "" or "Y" or "YES":
                    return Answer.Yes;
                case "N" or "NO":
                    return Answer.No;
                case "A" when offersAll:
                    return Answer.YesToAll;
                case "L" when offersAll:
                    return Answer.NoToAll;
            }
        }
    }

    private void Write(ActionPreference preference, string text, Action<string> write, string parameter)
    {
        ThrowIfStopping();
        if (preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        {
            return;
        }

        write(text);
        if (preference == ActionPreference.Stop)
        {
            throw CmdletBridge.StoppedByPreference(new ErrorRecord(
                new RuntimeException($"{text} (-{parameter} is Stop)"), "ActionPreferenceStop", ErrorCategory.OperationStopped, null));
        }
    }

    private void ThrowIfStopping()
    {
        if (run.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }

    private enum Answer
    {
        Yes,
        YesToAll,
        No,
        NoToAll,
    }
}
