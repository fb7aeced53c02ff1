using DatadogOps.Common;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns;

/// <summary>Errors of reading, with advice.</summary>
internal static class ConfigRunErrors
{
    public static OperationException Of(ReportSource source, DocumentException error, string reason) => new(
        error.ErrorId,
        OperationErrorKind.InvalidInput,
        source.ToString(),
        $"{source}, line {error.Line}, column {error.Column}: {reason}",
        error.ErrorId switch
        {
            ConfigRunErrorIds.ReportEmpty => "Check whether the tool completed: Ansible prints nothing for a playbook that it cannot parse, dsc nothing for a set that failed.",
            ConfigRunErrorIds.ReportUnknown => "Use the report of a supported tool, or specify its format with -Format.",
            ConfigRunErrorIds.ReportIncomplete => "Read it again when the tool has finished writing it.",
            ConfigRunErrorIds.ReportTooLarge => "Leave out unchanged resources: for Puppet, set exclude_unchanged_resources = true in puppet.conf. JSON may be of any size, with texts of up to 32 MB.",
            _ => "Check that place in the file. If the tool is still writing it, read it again later.",
        });

    public static OperationException Of(ReportSource source, Exception error)
    {
        (string id, OperationErrorKind kind, string reason, string advice) = error switch
        {
            FileNotFoundException or DirectoryNotFoundException =>
                (ConfigRunErrorIds.FileNotFound, OperationErrorKind.NotFound, "There is no such file.", "Check the path."),
            UnauthorizedAccessException when Directory.Exists(source.Path) =>
                (ConfigRunErrorIds.FileUnreadable, OperationErrorKind.InvalidInput, "It is a folder.", "Specify its files, for example with a wildcard: /var/chef/reports/*.json."),
            UnauthorizedAccessException =>
                (ConfigRunErrorIds.FileDenied, OperationErrorKind.PermissionDenied, "Permission denied.", "Run as a user that may read it; Puppet's reports belong to root."),
            _ => (ConfigRunErrorIds.FileUnreadable, OperationErrorKind.ReadWriteFailed, error.Message, "Check the disk, or copy the file."),
        };
        return new OperationException(id, kind, source.ToString(), $"Cannot read {source}: {reason}", advice, error);
    }
}
