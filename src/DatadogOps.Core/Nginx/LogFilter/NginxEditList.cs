using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Changes of several files that are made together.</summary>
internal sealed class NginxEditList
{
    private readonly Dictionary<NginxDocument, List<NginxEdit>> _edits = [];

    /// <summary>Notes a change of a file.</summary>
    public void Add(NginxDocument document, NginxEdit edit)
    {
        if (!_edits.TryGetValue(document, out List<NginxEdit>? list))
        {
            _edits[document] = list = [];
        }

        list.Add(edit);
    }

    /// <summary>Makes the changes, in memory.</summary>
    public void Apply(NginxFiles files)
    {
        foreach ((NginxDocument document, List<NginxEdit> edits) in _edits)
        {
            files.Change(document.Path, NginxEdit.Apply(document.Bytes, edits));
        }
    }
}
