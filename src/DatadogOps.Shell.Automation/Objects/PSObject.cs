using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Reflection;

namespace System.Management.Automation;

public class PSCustomObject
{
    internal static readonly PSCustomObject Instance = new();

    internal PSCustomObject()
    {
    }

    public override string ToString() => "";
}

/// <summary>An object and the properties that were added to it.</summary>
public class PSObject : IFormattable, IComparable
{
    private static readonly ConcurrentDictionary<Type, MemberInfo[]> MembersByType = new();

    private readonly object _base;
    private List<PSPropertyInfo>? _added;
    private Collection<string>? _typeNames;

    public PSObject() => _base = PSCustomObject.Instance;

    public PSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        _base = obj is PSObject wrapped ? wrapped._base : obj;
        if (obj is PSObject { _added: { } added })
        {
            _added = [.. added];
        }
    }

    public object BaseObject => _base;

    public object ImmediateBaseObject => _base;

    public PSMemberInfoCollection<PSMemberInfo> Members => new MemberView<PSMemberInfo>(this);

    public PSMemberInfoCollection<PSPropertyInfo> Properties => new MemberView<PSPropertyInfo>(this);

    public Collection<string> TypeNames => _typeNames ??= TypeNamesOf(_base);

    public static PSObject AsPSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj as PSObject ?? new PSObject(obj);
    }

    public static implicit operator PSObject(string valueToConvert) => AsPSObject(valueToConvert);

    public static implicit operator PSObject(int valueToConvert) => AsPSObject(valueToConvert);

    public static implicit operator PSObject(double valueToConvert) => AsPSObject(valueToConvert);

    public static implicit operator PSObject(bool valueToConvert) => AsPSObject(valueToConvert);

    public static implicit operator PSObject(Hashtable valueToConvert) => AsPSObject(valueToConvert);

    public virtual int CompareTo(object? obj) =>
        ReferenceEquals(this, obj) ? 0 : LanguagePrimitives.Compare(Base(this), Base(obj), ignoreCase: true);

    public virtual PSObject Copy()
    {
        var copy = new PSObject(_base);
        foreach (PSPropertyInfo property in _added ?? [])
        {
            (copy._added ??= []).Add((PSPropertyInfo)property.Copy());
        }

        return copy;
    }

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (_base is not PSCustomObject && Equals(_base, Base(obj)));

    public override int GetHashCode() => _base is PSCustomObject ? base.GetHashCode() : _base.GetHashCode();

    public override string ToString() => ToString(null, null);

    public virtual string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (_base is not PSCustomObject)
        {
            return format is { Length: > 0 } && _base is IFormattable formattable
                ? formattable.ToString(format, formatProvider)
                : LanguagePrimitives.ToText(_base);
        }

        var parts = new List<string>();
        foreach (PSPropertyInfo property in _added ?? [])
        {
            parts.Add($"{property.Name}={LanguagePrimitives.ToText(property.Value)}");
        }

        return parts.Count == 0 ? "" : "@{" + string.Join("; ", parts) + "}";
    }

    /// <summary>The object without its wrapper; an object made of added properties alone is its own base.</summary>
    internal static object? Base(object? value) => value is PSObject { _base: not PSCustomObject } wrapped ? wrapped._base : value;

    internal PSPropertyInfo? Find(string name)
    {
        if (_added is not null)
        {
            foreach (PSPropertyInfo property in _added)
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return property;
                }
            }
        }

        foreach (MemberInfo member in MembersOf(_base))
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return new PSProperty(_base, member);
            }
        }

        return null;
    }

    private static MemberInfo[] MembersOf(object value) => value is PSCustomObject ? [] : MembersByType.GetOrAdd(value.GetType(), static type =>
    {
        var members = new List<MemberInfo>();
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                && !property.PropertyType.IsByRefLike && !property.PropertyType.IsPointer
                && !members.Exists(m => m.Name == property.Name))
            {
                members.Add(property);
            }
        }

        members.AddRange(type.GetFields(BindingFlags.Public | BindingFlags.Instance));
        return [.. members];
    });

    private static Collection<string> TypeNamesOf(object value)
    {
        var names = new Collection<string>();
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            names.Add(type.FullName ?? type.Name);
        }

        return names;
    }

    private sealed class MemberView<T>(PSObject owner) : PSMemberInfoCollection<T>
        where T : PSMemberInfo
    {
        public override T? this[string name] => owner.Find(name) as T;

        public override void Add(T member) => Add(member, false);

        public override void Add(T member, bool preValidated)
        {
            if (member is not PSNoteProperty property)
            {
                throw new PSNotSupportedException("Only note properties can be added to an object.");
            }

            if (!preValidated && owner.Find(property.Name) is not null)
            {
                throw new PSArgumentException($"Cannot add a member with the name \"{property.Name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.");
            }

            (owner._added ??= []).RemoveAll(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            owner._added.Add(property);
        }

        public override void Remove(string name) =>
            owner._added?.RemoveAll(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

        public override ReadOnlyPSMemberInfoCollection<T> Match(string name)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            var found = new List<T>();
            foreach (T member in this)
            {
                if (pattern.IsMatch(member.Name))
                {
                    found.Add(member);
                }
            }

            return new ReadOnlyPSMemberInfoCollection<T>(found);
        }

        public override IEnumerator<T> GetEnumerator()
        {
            // What was added comes first, as PowerShell lists it.
            foreach (PSPropertyInfo property in (List<PSPropertyInfo>)[.. owner._added ?? []])
            {
                yield return (T)(PSMemberInfo)property;
            }

            foreach (MemberInfo member in MembersOf(owner._base))
            {
                if (owner._added is null || !owner._added.Exists(p => string.Equals(p.Name, member.Name, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return (T)(PSMemberInfo)new PSProperty(owner._base, member);
                }
            }
        }
    }
}
