using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Text;
using DatadogOps.Shell.Automation;

namespace DatadogOps.Shell.Output;

/// <summary>An object as ConvertTo-Json of PowerShell 7 writes it, at its default depth of 2.</summary>
/// <param name="indented">Over several lines; or all on one, as with -Compress.</param>
public sealed class JsonText(bool indented)
{
    private const int Depth = 2;

    private readonly StringBuilder _text = new();
    private readonly Dictionary<Type, MemberInfo[]> _members = [];

    /// <summary>Whether something lay deeper than the depth and was written as text.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Writes one object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="level">How deep it stands itself: 1 in a list.</param>
    public string Write(object? value, int level = 0)
    {
        _text.Clear();
        Value(value, level, level);
        return _text.ToString();
    }

    private void Value(object? value, int level, int indent)
    {
        object? plain = value is PSObject wrapped ? wrapped.ImmediateBaseObject : value;
        if (plain is null)
        {
            _text.Append("null");
        }
        else if (!TryScalar(plain))
        {
            if (level > Depth)
            {
                Truncated = true;
                Text(CmdletBridge.ToText(value));
            }
            else if (plain is IDictionary dictionary)
            {
                Dictionary(dictionary, level, indent);
            }
            else if (plain is IEnumerable list)
            {
                List(list, level, indent);
            }
            else
            {
                Members(value!, plain, level, indent);
            }
        }
    }

    private bool TryScalar(object value)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        switch (value)
        {
            case string text:
                Text(text);
                return true;
            case bool flag:
                _text.Append(flag ? "true" : "false");
                return true;
            case char c:
                Text(c.ToString());
                return true;
            case Enum:
                _text.Append(((Enum)value).ToString("D"));
                return true;
            case double number:
                Real(number, number.ToString("R", invariant));
                return true;
            case float number:
                Real(number, number.ToString("R", invariant));
                return true;
            case decimal number:
                _text.Append(WithPoint(number.ToString(invariant)));
                return true;
            case BigInteger number:
                _text.Append(number.ToString(invariant));
                return true;
            case DateTime time:
                Text(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", invariant));
                return true;
            case DateTimeOffset time:
                Text(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", invariant));
                return true;
            case Guid id:
                Text(id.ToString("D"));
                return true;
            case Uri uri:
                Text(uri.OriginalString);
                return true;
            case IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.UInt64:
                _text.Append(number.ToString(invariant));
                return true;
            default:
                return false;
        }
    }

    private void Real(double number, string text)
    {
        if (double.IsFinite(number))
        {
            _text.Append(WithPoint(text));
        }
        else
        {
            Text(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static string WithPoint(string number) => number.AsSpan().ContainsAny('.', 'E', 'e') ? number : number + ".0";

    private void Dictionary(IDictionary dictionary, int level, int indent)
    {
        bool first = true;
        _text.Append('{');
        foreach (DictionaryEntry entry in dictionary)
        {
            Property(CmdletBridge.ToText(entry.Key), entry.Value, ref first, level, indent);
        }

        Close('}', first, indent);
    }

    private void List(IEnumerable list, int level, int indent)
    {
        bool first = true;
        _text.Append('[');
        foreach (object? item in list)
        {
            Next(ref first, indent + 1);
            Value(item, level + 1, indent + 1);
        }

        Close(']', first, indent);
    }

    private void Members(object value, object plain, int level, int indent)
    {
        bool first = true;
        _text.Append('{');
        foreach (MemberInfo member in MembersOf(plain.GetType()))
        {
            Property(member.Name, Read(member, plain), ref first, level, indent);
        }

        if (value is PSObject wrapped)
        {
            foreach (PSPropertyInfo property in wrapped.Properties)
            {
                if (property.MemberType == PSMemberTypes.NoteProperty)
                {
                    Property(property.Name, property.Value, ref first, level, indent);
                }
            }
        }

        Close('}', first, indent);
    }

    private MemberInfo[] MembersOf(Type type)
    {
        if (!_members.TryGetValue(type, out MemberInfo[]? members))
        {
            const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
            var found = new List<MemberInfo>();
            if (type != typeof(PSCustomObject))
            {
                found.AddRange(type.GetFields(Public));
                foreach (PropertyInfo property in type.GetProperties(Public))
                {
                    if (property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                        && property.CustomAttributes.All(a => a.AttributeType.Name != "JsonIgnoreAttribute"))
                    {
                        found.Add(property);
                    }
                }
            }

            members = [.. found];
            _members[type] = members;
        }

        return members;
    }

    private static object? Read(MemberInfo member, object owner)
    {
        try
        {
            return member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member).GetValue(owner);
        }
        catch (TargetInvocationException)
        {
            // PowerShell writes null for a property that cannot be read.
            return null;
        }
    }

    private void Property(string name, object? value, ref bool first, int level, int indent)
    {
        Next(ref first, indent + 1);
        Text(name);
        _text.Append(indented ? ": " : ":");
        Value(value, level + 1, indent + 1);
    }

    private void Next(ref bool first, int indent)
    {
        if (!first)
        {
            _text.Append(',');
        }

        first = false;
        NewLine(indent);
    }

    private void Close(char bracket, bool empty, int indent)
    {
        if (!empty)
        {
            NewLine(indent);
        }

        _text.Append(bracket);
    }

    private void NewLine(int indent)
    {
        if (indented)
        {
            _text.Append('\n').Append(' ', 2 * indent);
        }
    }

    private void Text(string text)
    {
        _text.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    _text.Append('\\').Append(c);
                    break;
                case '\b':
                    _text.Append("\\b");
                    break;
                case '\t':
                    _text.Append("\\t");
                    break;
                case '\n':
                    _text.Append("\\n");
                    break;
                case '\f':
                    _text.Append("\\f");
                    break;
                case '\r':
                    _text.Append("\\r");
                    break;
                case < ' ' or '\u0085' or '\u2028' or '\u2029':
                    _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }

        _text.Append('"');
    }
}
