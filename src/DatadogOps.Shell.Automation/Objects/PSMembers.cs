using System.Collections;
using System.Reflection;

namespace System.Management.Automation;

[Flags]
public enum PSMemberTypes
{
    AliasProperty = 1,
    CodeProperty = 2,
    Property = 4,
    NoteProperty = 8,
    ScriptProperty = 16,
    Properties = 31,
    PropertySet = 32,
    Method = 64,
    CodeMethod = 128,
    ScriptMethod = 256,
    Methods = 448,
    ParameterizedProperty = 512,
    MemberSet = 1024,
    Event = 2048,
    Dynamic = 4096,
    All = 8191,
}

public abstract class PSMemberInfo
{
    protected PSMemberInfo()
    {
    }

    public bool IsInstance => this is PSNoteProperty;

    public abstract PSMemberTypes MemberType { get; }

    public string Name { get; private set; } = "";

    public abstract string TypeNameOfValue { get; }

    public abstract object? Value { get; set; }

    public abstract PSMemberInfo Copy();

    protected void SetMemberName(string name) => Name = name;
}

public abstract class PSPropertyInfo : PSMemberInfo
{
    protected PSPropertyInfo()
    {
    }

    public abstract bool IsGettable { get; }

    public abstract bool IsSettable { get; }
}

public class PSNoteProperty : PSPropertyInfo
{
    private object? _value;

    public PSNoteProperty(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        SetMemberName(name);
        _value = value;
    }

    public override bool IsGettable => true;

    public override bool IsSettable => true;

    public override PSMemberTypes MemberType => PSMemberTypes.NoteProperty;

    public override string TypeNameOfValue => PSObject.Base(_value)?.GetType().FullName ?? "System.Object";

    public override object? Value
    {
        get => _value;
        set => _value = value;
    }

    public override PSMemberInfo Copy() => new PSNoteProperty(Name, _value);

    public override string ToString() => $"{TypeNameOfValue} {Name}={LanguagePrimitives.ToText(_value)}";
}

/// <summary>A property of the .NET object inside.</summary>
public class PSProperty : PSPropertyInfo
{
    private readonly object _owner;
    private readonly MemberInfo _member;

    internal PSProperty(object owner, MemberInfo member)
    {
        _owner = owner;
        _member = member;
        SetMemberName(member.Name);
    }

    public override bool IsGettable => true;

    public override bool IsSettable => _member is FieldInfo { IsInitOnly: false } or PropertyInfo { SetMethod.IsPublic: true };

    public override PSMemberTypes MemberType => PSMemberTypes.Property;

    public override string TypeNameOfValue => ValueType.FullName ?? ValueType.Name;

    public override object? Value
    {
        get
        {
            try
            {
                return _member is PropertyInfo property ? property.GetValue(_owner) : ((FieldInfo)_member).GetValue(_owner);
            }
            catch (TargetInvocationException thrown)
            {
                throw new RuntimeException($"Exception getting \"{Name}\": \"{thrown.InnerException?.Message}\"", thrown.InnerException);
            }
        }

        set
        {
            object? converted = LanguagePrimitives.ConvertTo(value, ValueType);
            if (_member is PropertyInfo property)
            {
                property.SetValue(_owner, converted);
            }
            else
            {
                ((FieldInfo)_member).SetValue(_owner, converted);
            }
        }
    }

    private Type ValueType => _member is PropertyInfo property ? property.PropertyType : ((FieldInfo)_member).FieldType;

    public override PSMemberInfo Copy() => new PSProperty(_owner, _member);

    public override string ToString() => $"{TypeNameOfValue} {Name} {{get;{(IsSettable ? "set;" : "")}}}";
}

public abstract class PSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    protected PSMemberInfoCollection()
    {
    }

    public abstract T? this[string name] { get; }

    public abstract void Add(T member);

    public abstract void Add(T member, bool preValidated);

    public abstract void Remove(string name);

    public abstract ReadOnlyPSMemberInfoCollection<T> Match(string name);

    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public class ReadOnlyPSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    private readonly List<T> _members;

    internal ReadOnlyPSMemberInfoCollection(List<T> members) => _members = members;

    public int Count => _members.Count;

    public T this[int index] => _members[index];

    public T? this[string name] => _members.Find(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));

    public virtual IEnumerator<T> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
