using System.Management.Automation;
using System.Security;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>The parameters that Register-DatadogAwsAccount and Set-DatadogAwsAccount share.</summary>
internal interface IAwsAccountSettings
{
    string? RoleName { get; }
    string? ExternalId { get; }
    string? TrustedAccountId { get; }
    string? AccessKeyId { get; }
    SecureString? SecretAccessKey { get; }
    string[]? Region { get; }
    string[]? Tag { get; }
    string[]? ExcludeNamespace { get; }
    string[]? IncludeNamespace { get; }
    SwitchParameter CollectMetric { get; }
    SwitchParameter CollectCustomMetric { get; }
    SwitchParameter CollectAlarm { get; }
    SwitchParameter CollectResource { get; }
    SwitchParameter CollectSecurityPosture { get; }
    SwitchParameter Automute { get; }
    string[]? LogForwarder { get; }
    string[]? LogForwarderSource { get; }
}

/// <summary>Reads the settings of a registration from parameters.</summary>
internal static class AwsAccountSettings
{
    /// <summary>The settings that were specified. A switch that was not specified leaves its setting unchanged.</summary>
    /// <exception cref="OperationException">Parameters conflict.</exception>
    public static AccountSettings Read<T>(T settings)
        where T : DatadogApiCmdlet, IAwsAccountSettings
    {
        if (settings.IncludeNamespace is not null && settings.ExcludeNamespace is not null)
        {
            throw Conflict("IncludeNamespace", "-IncludeNamespace and -ExcludeNamespace exclude each other", "Specify one of them.");
        }

        if ((settings.AccessKeyId is null) != (settings.SecretAccessKey is null))
        {
            throw Conflict("AccessKeyId", "an access key has an id and a secret", "Specify both -AccessKeyId and -SecretAccessKey.");
        }

        return new AccountSettings
        {
            RoleName = string.IsNullOrEmpty(settings.RoleName) ? null : settings.RoleName,
            ExternalId = string.IsNullOrEmpty(settings.ExternalId) ? null : settings.ExternalId,
            AccessKeyId = settings.AccessKeyId,
            SecretAccessKey = settings.SecretAccessKey,
            Regions = settings.Region,
            Tags = settings.Tag,
            IncludedNamespaces = settings.IncludeNamespace,
            ExcludedNamespaces = settings.ExcludeNamespace,
            MetricsEnabled = Asked("CollectMetric", settings.CollectMetric),
            CollectsCustomMetrics = Asked("CollectCustomMetric", settings.CollectCustomMetric),
            CollectsAlarms = Asked("CollectAlarm", settings.CollectAlarm),
            CollectsResources = Asked("CollectResource", settings.CollectResource),
            CollectsSecurityPosture = Asked("CollectSecurityPosture", settings.CollectSecurityPosture),
            AutomuteEnabled = Asked("Automute", settings.Automute),
            LogForwarders = settings.LogForwarder,
            LogSources = settings.LogForwarderSource,
        };

        bool? Asked(string parameter, SwitchParameter value) => settings.IsBound(parameter) ? value.ToBool() : null;
    }

    /// <summary>The error for parameters that conflict.</summary>
    public static OperationException Conflict(string target, string reason, string advice) => new(
        AwsAccountErrorIds.AccountSettingsConflict,
        OperationErrorKind.InvalidInput,
        target,
        $"The settings conflict: {reason}.",
        advice);
}
