using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

/// <summary>One parameter of each kind; tells what was bound.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SampleBinding", SupportsShouldProcess = true)]
public sealed class TestSampleBindingCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string? Text { get; set; }

    [Parameter(Position = 1)]
    public int Number { get; set; }

    [Parameter]
    public long Longer { get; set; }

    [Parameter]
    public double Ratio { get; set; }

    [Parameter]
    public SwitchParameter Flag { get; set; }

    [Parameter]
    public bool Bool { get; set; }

    [Parameter]
    [Alias("N", "Label")]
    public string[]? Names { get; set; }

    [Parameter]
    public int[]? Numbers { get; set; }

    [Parameter]
    public DayOfWeek Day { get; set; }

    [Parameter]
    public FileAttributes Attributes { get; set; }

    [Parameter]
    public DayOfWeek[]? Days { get; set; }

    [Parameter]
    public TimeSpan Span { get; set; }

    [Parameter]
    public DateTime When { get; set; }

    [Parameter]
    public DateTimeOffset Offset { get; set; }

    [Parameter]
    public Uri? Link { get; set; }

    [Parameter]
    public Hashtable? Table { get; set; }

    [Parameter]
    public object? Any { get; set; }

    [Parameter]
    public object[]? Anys { get; set; }

    [Parameter]
    public PSObject? Wrapped { get; set; }

    [Parameter]
    public int? Optional { get; set; }

    [Parameter]
    public IPAddress? Address { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    [Parameter]
    public Version? Release { get; set; }

    [Parameter]
    public IList<string>? Collected { get; set; }

    [Parameter]
    public char Letter { get; set; }

    [Parameter]
    [ValidateRange(1, 10)]
    public int Ranged { get; set; }

    [Parameter]
    [ValidateSet("Alpha", "Beta", "Gamma")]
    public string? Choice { get; set; }

    [Parameter]
    [ValidateSet("Alpha", "Beta", "Gamma")]
    public string[]? Choices { get; set; }

    [Parameter]
    [ValidatePattern("^[a-z]+$")]
    public string? Pattern { get; set; }

    [Parameter]
    [ValidateLength(2, 4)]
    public string? Length { get; set; }

    [Parameter]
    [ValidateCount(1, 2)]
    public string[]? Counted { get; set; }

    [Parameter]
    [ValidateNotNull]
    public object? NotNull { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotEmpty { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? NotEmptyItems { get; set; }

    [Parameter]
    [SecretTransformation]
    public SecureString? Secret { get; set; }

    [Parameter]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Login { get; set; }

    [Parameter]
    public int Verbosity { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ColourCompleter))]
    public string? Colour { get; set; }

    protected override void ProcessRecord() => WriteObject(Describe.Bound(this));
}
