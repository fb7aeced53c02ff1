using System.Globalization;
using System.Management.Automation;
using DatadogOps.Shell.Automation;

namespace DatadogOps.Shell.Output;

/// <summary>
/// Objects as PowerShell shows them: text as it is, types with a view as its table, other small objects as a table that
/// fits, and larger ones as a list. Where the type changes, a new table or list begins.
/// </summary>
public sealed class ScreenWriter(TextWriter output, int width, bool colour, Func<IReadOnlyList<TableView>> views) : IObjectWriter
{
    private const int WidestDefaultTable = 4;

    // A table that fits its content has to see some of it first; then its widths stay.
    private const int HeldRows = 200;
    private const int HeldMilliseconds = 300;

    private readonly List<PSObject> _held = [];
    private IReadOnlyList<TableView>? _views;
    private string? _typeName;
    private IReadOnlyList<TableColumn>? _columns;
    private TableLayout? _layout;
    private bool _isList;
    private bool _fits;
    private bool _rounds;
    private bool _hasHeading;
    private long _heldSince;

    /// <inheritdoc/>
    public void Write(object? value)
    {
        object? plain = CmdletBridge.Unwrap(value);
        if (plain is null)
        {
            return;
        }

        if (plain is string || (plain is IConvertible or Guid or TimeSpan or Uri or Version or DateTimeOffset && plain is not PSObject))
        {
            Release();
            output.WriteLine(PropertyText.Plain(plain));
            return;
        }

        PSObject shown = PSObject.AsPSObject(value!);
        if (TypeKey(shown) is var key && key != _typeName)
        {
            End();
            Begin(shown, key);
        }

        if (_isList)
        {
            List(shown);
        }
        else if (_layout is not null)
        {
            Row(shown);
        }
        else
        {
            Hold(shown);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        End();
        output.Flush();
    }

    private static string TypeKey(PSObject value)
    {
        if (value.ImmediateBaseObject is not PSCustomObject)
        {
            return value.TypeNames[0];
        }

        // Objects that are made by hand are of one kind when they have the same properties.
        var names = new List<string> { value.TypeNames[0] };
        foreach (PSPropertyInfo property in value.Properties)
        {
            names.Add(property.Name);
        }

        return string.Join('\n', names);
    }

    private void Begin(PSObject first, string key)
    {
        _typeName = key;
        TableView? view = FindView(first);
        if (view is not null)
        {
            _columns = view.Columns;
            _fits = view.Fits;
            _hasHeading = view.HasHeading;
            _rounds = false;
        }
        else
        {
            _columns = DefaultColumns(first);
            _isList = _columns.Count is 0 or > WidestDefaultTable;
            _fits = _hasHeading = _rounds = true;
        }

        if (_isList)
        {
            output.WriteLine();
        }
        else if (!_fits)
        {
            Open(new TableLayout(_columns, [.. _columns.Select(c => c.Width)], width));
        }

        _heldSince = Environment.TickCount64;
    }

    private TableView? FindView(PSObject value)
    {
        _views ??= views();
        foreach (string name in value.TypeNames)
        {
            foreach (TableView view in _views)
            {
                if (view.TypeNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    return view;
                }
            }
        }

        return null;
    }

    private static List<TableColumn> DefaultColumns(PSObject value)
    {
        var columns = new List<TableColumn>();
        foreach (PSPropertyInfo property in value.Properties)
        {
            columns.Add(new TableColumn(property.Name, property.Name, 0,
                IsRightAligned(CmdletBridge.Unwrap(property.Value)) ? CellAlignment.Right : CellAlignment.Left, null));
        }

        return columns;
    }

    private static bool IsRightAligned(object? value) =>
        value is not Enum and IConvertible number && number.GetTypeCode() is TypeCode.Boolean or (>= TypeCode.SByte and <= TypeCode.Decimal);

    private void Hold(PSObject value)
    {
        _held.Add(value);
        if (_held.Count >= HeldRows || Environment.TickCount64 - _heldSince >= HeldMilliseconds)
        {
            Release();
        }
    }

    private void Release()
    {
        if (_held.Count == 0)
        {
            return;
        }

        List<string[]> rows = _held.ConvertAll(Cells);
        int[] widths = new int[_columns!.Count];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = Math.Max(1, DisplayWidth.Of(_columns[i].Label));
            foreach (string[] row in rows)
            {
                widths[i] = Math.Max(widths[i], DisplayWidth.Of(row[i]));
            }
        }

        _held.Clear();
        Open(new TableLayout(_columns, widths, width));
        foreach (string[] row in rows)
        {
            output.WriteLine(_layout!.Row(row));
        }
    }

    private void Open(TableLayout layout)
    {
        _layout = layout;
        output.WriteLine();
        if (_hasHeading)
        {
            output.WriteLine(Coloured(layout.Heading()));
            output.WriteLine(Coloured(layout.Underline()));
        }
    }

    private void Row(PSObject value) => output.WriteLine(_layout!.Row(Cells(value)));

    private string[] Cells(PSObject value)
    {
        string[] cells = new string[_columns!.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            object? cell = CmdletBridge.Unwrap(CmdletBridge.FindProperty(value, _columns[i].Property)?.Value);
            cells[i] = (_columns[i].Format, cell) switch
            {
                (_, null) => "",
                ({ } format, _) => string.Format(CultureInfo.InvariantCulture, format, cell),
                (null, double or float or decimal) when _rounds => ((IFormattable)cell).ToString("F2", CultureInfo.InvariantCulture),
                _ => PropertyText.Shown(cell),
            };
        }

        return cells;
    }

    private void List(PSObject value)
    {
        var lines = new List<(string Name, string Text)>();
        foreach (PSPropertyInfo property in value.Properties)
        {
            lines.Add((property.Name, PropertyText.Shown(property.Value)));
        }

        if (lines.Count == 0)
        {
            output.WriteLine(PropertyText.Plain(value));
            return;
        }

        int names = lines.Max(l => DisplayWidth.Of(l.Name));
        string indent = new(' ', names + 3);
        foreach ((string name, string text) in lines)
        {
            string prefix = Coloured(name.PadRight(names) + " : ");
            foreach (string line in Wrapped(text, Math.Max(10, width - names - 3)))
            {
                output.Write(prefix);
                output.WriteLine(line);
                prefix = indent;
            }
        }

        output.WriteLine();
    }

    private static IEnumerable<string> Wrapped(string text, int room)
    {
        foreach (string line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            int start = 0;
            do
            {
                int used = 0;
                int end = start;
                while (end < line.Length && used + DisplayWidth.Of(line[end]) <= room)
                {
                    used += DisplayWidth.Of(line[end++]);
                }

                yield return line[start..end];
                start = end;
            }
            while (start < line.Length);
        }
    }

    private void End()
    {
        Release();
        if (_layout is not null)
        {
            output.WriteLine();
        }

        _layout = null;
        _columns = null;
        _isList = false;
        _typeName = null;
    }

    private string Coloured(string text) => colour ? $"\e[32;1m{text}\e[0m" : text;
}
