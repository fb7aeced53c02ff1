using DatadogOps.Common;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns;

/// <summary>Failures of reading, told for a person.</summary>
internal static class ConfigRunErrors
{
    public static OperationException Of(ReportSource source, DocumentException error) => new(
        error.ErrorId,
        OperationErrorKind.InvalidInput,
        source.ToString(),
        $"{source}, line {error.Line}, column {error.Column}: {error.Message}",
        error.ErrorId switch
        {
            ConfigRunErrorIds.ReportEmpty => "Look whether the tool ran to its end: Ansible prints nothing for a playbook that it cannot parse, dsc nothing for a set that failed.",
            ConfigRunErrorIds.ReportUnknown => "Give the report of a tool that is known, or name its format with -Format.",
            ConfigRunErrorIds.ReportIncomplete => "Read it again when the tool has written it to its end.",
            ConfigRunErrorIds.ReportTooLarge => "Leave out what did not change: of Puppet by exclude_unchanged_resources = true in puppet.conf. JSON is read as it comes, up to 32 MB in one text.",
            _ => "Look at that place; a file that is still being written is read when it is whole.",
        },
        error);

    public static OperationException Of(ReportSource source, Exception error)
    {
        (string id, OperationErrorKind kind, string reason, string advice) = error switch
        {
            FileNotFoundException or DirectoryNotFoundException =>
                (ConfigRunErrorIds.FileNotFound, OperationErrorKind.NotFound, "There is no such file.", "Check the path."),
            UnauthorizedAccessException when Directory.Exists(source.Path) =>
                (ConfigRunErrorIds.FileUnreadable, OperationErrorKind.InvalidInput, "It is a folder.", "Name its files, for example with a wildcard: /var/chef/reports/*.json."),
            UnauthorizedAccessException =>
                (ConfigRunErrorIds.FileDenied, OperationErrorKind.PermissionDenied, "It may not be read.", "Run as a user who may; Puppet's reports belong to root."),
            _ => (ConfigRunErrorIds.FileUnreadable, OperationErrorKind.ReadWriteFailed, error.Message, "Check the disk, or copy the file."),
        };
        return new OperationException(id, kind, source.ToString(), $"{source} cannot be read: {reason}", advice, error);
    }
}
