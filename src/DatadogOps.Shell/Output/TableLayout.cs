using System.Text;

namespace DatadogOps.Shell.Output;

/// <summary>Widths of columns, and rows set in them, by the rules of PowerShell's Format-Table.</summary>
internal sealed class TableLayout
{
    private readonly List<TableColumn> _columns = [];
    private readonly List<int> _widths = [];
    // The last column is padded when it was not meant to be the last.
    private readonly bool _dropped;

    /// <summary>Lays out columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="widths">Wanted widths; 0 shares what the others leave.</param>
    /// <param name="total">Width of the screen.</param>
    public TableLayout(IReadOnlyList<TableColumn> columns, int[] widths, int total)
    {
        int open = widths.Count(w => w == 0);
        if (open > 0)
        {
            int share = Math.Max(1, (total - widths.Sum() - (columns.Count - 1)) / open);
            widths = Array.ConvertAll(widths, w => w == 0 ? share : w);
        }

        _columns.AddRange(columns);
        _widths.AddRange(widths);
        // What does not fit goes from the right: columns altogether, and the last one that stays is cut.
        for (int excess = Used() - total; excess > 0; excess = Used() - total)
        {
            int last = _widths.Count - 1;
            if (_widths[last] > excess || last == 0)
            {
                _widths[last] = Math.Max(1, _widths[last] - excess);
                break;
            }

            _dropped = true;
            _widths.RemoveAt(last);
            _columns.RemoveAt(last);
        }
    }

    /// <summary>How many columns fit.</summary>
    public int Count => _columns.Count;

    /// <summary>The headings.</summary>
    public string Heading() => Row(i => _columns[i].Label, padLast: false);

    /// <summary>The lines under the headings, each as long as its heading.</summary>
    public string Underline() => Row(i => new string('-', Math.Min(_widths[i], DisplayWidth.Of(_columns[i].Label))), _dropped);

    /// <summary>A row.</summary>
    public string Row(string[] cells) => Row(i => cells[i], _dropped);

    private int Used() => _widths.Sum() + _widths.Count - 1;

    private string Row(Func<int, string> cell, bool padLast)
    {
        var row = new StringBuilder();
        for (int i = 0; i < _columns.Count; i++)
        {
            if (i > 0)
            {
                row.Append(' ');
            }

            string text = FirstLine(cell(i));
            int width = _widths[i];
            CellAlignment alignment = _columns[i].Alignment;
            text = alignment == CellAlignment.Right ? DisplayWidth.CutStart(text, width) : DisplayWidth.CutEnd(text, width);
            int space = width - DisplayWidth.Of(text);
            int before = alignment switch { CellAlignment.Right => space, CellAlignment.Center => space / 2, _ => 0 };
            row.Append(' ', before).Append(text);
            if (i < _columns.Count - 1 || padLast)
            {
                row.Append(' ', space - before);
            }
        }

        return row.ToString();
    }

    private static string FirstLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : string.Concat(text.AsSpan(0, end), "…");
    }
}
