using System.Globalization;
using System.Xml;

namespace DatadogOps.Shell.Output;

/// <summary>Where a cell's text stands.</summary>
public enum CellAlignment
{
    /// <summary>At the left, as text does.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right, as numbers do.</summary>
    Right,
}

/// <summary>One column of a table.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Property">The property that it shows.</param>
/// <param name="Width">Its width in cells; 0 to share what is left, or to fit.</param>
/// <param name="Alignment">Where its text stands.</param>
/// <param name="Format">How its value is formatted, such as <c>{0:N1}</c>, or null.</param>
public sealed record TableColumn(string Label, string Property, int Width, CellAlignment Alignment, string? Format);

/// <summary>How objects of some types are shown as a table, read from a format file of PowerShell.</summary>
public sealed class TableView
{
    private TableView(List<string> typeNames, List<TableColumn> columns, bool fits, bool hasHeading)
    {
        TypeNames = typeNames;
        Columns = columns;
        Fits = fits;
        HasHeading = hasHeading;
    }

    /// <summary>Types that it is for.</summary>
    public IReadOnlyList<string> TypeNames { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Whether columns are as wide as their content.</summary>
    public bool Fits { get; }

    /// <summary>Whether there is a heading.</summary>
    public bool HasHeading { get; }

    /// <summary>Reads the table views of a format file. Views with script blocks are left out: ddops does not run scripts.</summary>
    public static List<TableView> Read(string path)
    {
        var views = new List<TableView>();
        var document = new XmlDocument { XmlResolver = null };
        using (XmlReader reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
        {
            document.Load(reader);
        }

        foreach (XmlElement view in document.SelectNodes("/Configuration/ViewDefinitions/View[TableControl]")!)
        {
            if (view.SelectSingleNode(".//TableControl//ScriptBlock") is null)
            {
                views.Add(Read(view));
            }
        }

        return views;
    }

    private static TableView Read(XmlElement view)
    {
        var typeNames = new List<string>();
        foreach (XmlNode name in view.SelectNodes("ViewSelectedBy/TypeName")!)
        {
            typeNames.Add(name.InnerText.Trim());
        }

        XmlNodeList headers = view.SelectNodes("TableControl/TableHeaders/TableColumnHeader")!;
        XmlNodeList items = view.SelectNodes("TableControl/TableRowEntries/TableRowEntry[1]/TableColumnItems/TableColumnItem")!;
        var columns = new List<TableColumn>();
        for (int i = 0; i < items.Count; i++)
        {
            string property = Text(items[i]!, "PropertyName") ?? "";
            XmlNode? header = i < headers.Count ? headers[i] : null;
            columns.Add(new TableColumn(
                Text(header, "Label") ?? property,
                property,
                int.TryParse(Text(header, "Width"), CultureInfo.InvariantCulture, out int width) ? width : 0,
                Alignment(Text(items[i]!, "Alignment") ?? Text(header, "Alignment")),
                Text(items[i]!, "FormatString")));
        }

        return new TableView(
            typeNames, columns,
            fits: view.SelectSingleNode("TableControl/AutoSize") is not null || headers.Count == 0,
            hasHeading: view.SelectSingleNode("TableControl/HideTableHeaders") is null);
    }

    private static string? Text(XmlNode? node, string name) => node?.SelectSingleNode(name)?.InnerText.Trim() is { Length: > 0 } text ? text : null;

    private static CellAlignment Alignment(string? text) =>
        Enum.TryParse(text, ignoreCase: true, out CellAlignment alignment) ? alignment : CellAlignment.Left;
}
