using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What the cmdlets that send say of the way to Datadog: tags for all, where DogStatsD is, and what keeps what cannot be delivered.</summary>
public abstract class TelemetryDeliveryCmdlet : DatadogApiCmdlet
{
    /// <summary>Tags for all that is sent, besides those of the context.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Drops what cannot be delivered, with an error, instead of keeping it on the disk.</summary>
    [Parameter]
    public SwitchParameter NoSpool { get; set; }

    /// <summary>Folder that keeps what could not be delivered. Unless given, from the context, else DATADOGOPS_SPOOL, else a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Megabytes that the folder may hold. Unless given, from the context, else 100.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaxSpoolMegabytes { get; set; } = SpoolOptions.DefaultMaxMegabytes;

    /// <summary>The context of the command; set by Prepare.</summary>
    private protected DatadogContext? Settings { get; private set; }

    /// <summary>Finds the context, and refuses settings that cannot work.</summary>
    /// <exception cref="OperationException">One of them cannot.</exception>
    private protected void Prepare()
    {
        Settings = ResolveContext();
        foreach (string tag in ObjectReader.ParseTags(Tag))
        {
            if (MetricRules.CheckTag(tag) is { } refusal)
            {
                throw refusal;
            }
        }
    }

    /// <summary>Where DogStatsD is.</summary>
    private protected virtual DogStatsDEndpoint ResolveEndpoint() => Settings!.DogStatsDEndpoint;

    /// <summary>How a DogStatsD client works, but for tags and times.</summary>
    private protected virtual DogStatsDOptions DogStatsDSettings() => new();

    /// <summary>Opens a sender by DogStatsD; one that only shows what it would send for a preview.</summary>
    /// <exception cref="OperationException">The endpoint cannot be used.</exception>
    private protected TelemetrySender OpenDogStatsD(DogStatsDEndpoint endpoint, bool isPreview)
    {
        DogStatsDOptions options = DogStatsDSettings() with
        {
            ConstantTags = DogStatsDTags.FromEnvironment(Environment.GetEnvironmentVariable).With(Settings!.Tags.AsSpan()).With(ObjectReader.ParseTags(Tag).AsSpan()),
            SendTimeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        return isPreview
            ? DogStatsDClient.Preview(endpoint, options, datagram => Show($"Send a datagram to {endpoint}:\n{datagram}"))
            : Wait(DogStatsDClient.ConnectAsync(endpoint, options, StopToken));
    }

    /// <summary>Opens a sender by the API; one that only shows what it would send for a preview.</summary>
    /// <exception cref="OperationException">There is no key, or no spool can be kept.</exception>
    private protected TelemetrySender OpenApi(bool isPreview)
    {
        DatadogContext context = Settings!;
        var options = new DatadogApiOptions
        {
            ConstantTags = context.Tags.With(ObjectReader.ParseTags(Tag).AsSpan()),
            // As the Agent does by DogStatsD; a point without a host would be another series than the one that it sends.
            DefaultHost = Environment.GetEnvironmentVariable("DD_HOSTNAME") is { Length: > 0 } name ? name : Environment.MachineName,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        if (!isPreview)
        {
            return context.OpenSender(options, OpenSpool());
        }

        if (!context.HasApiKey)
        {
            OperationException missing = DatadogKey.Missing(DatadogKeyKind.Api, isForSending: true);
            WriteWarning($"{missing.Message} Without -WhatIf this command would fail. {missing.Advice}");
        }

        return ApiSender.Preview(context.Site, options, Show);
    }

    private DeliverySpool? OpenSpool() => NoSpool ? null
        : SpoolFolder.Open(this, SpoolPath, Settings, IsBound(nameof(MaxSpoolMegabytes)) ? MaxSpoolMegabytes : Settings!.MaxSpoolMegabytes);

    private void Show(string payload) => ShouldProcess(payload, payload, MyInvocation.MyCommand.Name);
}
