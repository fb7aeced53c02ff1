using System.Globalization;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Dsc;

/// <summary>An instance of MSFT_ResourceInDesiredState or MSFT_ResourceNotInDesiredState.</summary>
internal sealed class DscStatusResource
{
    private string? _type;
    private bool _isChanged;
    private double? _seconds;
    private string? _sourceInfo;

    /// <summary><c>[File]web</c>, with the configurations around it.</summary>
    public string Name { get; private set; } = "resource";

    public bool InDesiredState { get; private set; }

    public string? Error { get; private set; }

    public string? ConfigurationName { get; private set; }

    /// <summary><c>file:line</c> of <c>C:\web.ps1::12::5::File</c>.</summary>
    public string? Source => SourceFile is { } file && SourceLine is { } line ? $"{file}:{line}" : null;

    private string? SourceFile => _sourceInfo?.Split("::") is [{ Length: > 0 } file, ..] ? file : null;

    private int? SourceLine =>
        _sourceInfo?.Split("::") is [_, { } line, ..] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Reads a list of them. ConvertTo-Json without -Depth writes their names only.</summary>
    public static void ReadAll(DocumentReader reader, bool inDesiredState, List<DscStatusResource> resources)
    {
        if (reader.Kind != NodeKind.ListStart)
        {
            Add(reader, inDesiredState, resources);
            return;
        }

        while (reader.NextItem())
        {
            Add(reader, inDesiredState, resources);
        }
    }

    public ConfigRunResource ToResource(RunBuilder run, ReadContext context) => context.Redactor.Redact(new ConfigRunResource
    {
        Tool = "Dsc",
        HostName = run.HostName,
        RunId = run.RunId,
        Name = Name,
        Type = _type,
        Status = !string.IsNullOrEmpty(Error) ? ConfigRunResourceStatus.Failed
            : !InDesiredState ? ConfigRunResourceStatus.Pending
            : _isChanged ? ConfigRunResourceStatus.Changed
            : ConfigRunResourceStatus.Unchanged,
        SourceFile = SourceFile,
        SourceLine = SourceLine,
        ElapsedSeconds = _seconds,
        ErrorMessage = Error,
        SourcePath = context.SourcePath,
    });

    private static void Add(DocumentReader reader, bool inDesiredState, List<DscStatusResource> resources)
    {
        if (reader.Kind == NodeKind.Null)
        {
            return;
        }

        var resource = new DscStatusResource { InDesiredState = inDesiredState };
        if (reader.Kind == NodeKind.Scalar)
        {
            resource.Name = reader.Text;
        }
        else if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                resource.ReadEntry(reader, key.ToUpperInvariant());
            }
        }

        resources.Add(resource);
    }

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "RESOURCEID":
                Name = reader.ReadName() ?? Name;
                break;
            case "RESOURCENAME":
                _type = reader.ReadName();
                break;
            case "SOURCEINFO":
                _sourceInfo = reader.ReadName();
                break;
            case "CONFIGURATIONNAME":
                ConfigurationName = reader.ReadName();
                break;
            case "DURATIONINSECONDS":
                _seconds = reader.ReadNumber();
                break;
            case "STATECHANGED":
                _isChanged = reader.ReadTruth();
                break;
            case "ERROR":
                Error = reader.ReadFlat() is { Length: > 0 } text ? text : null;
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
