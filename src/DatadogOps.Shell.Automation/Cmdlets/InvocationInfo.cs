namespace System.Management.Automation;

public abstract class CommandInfo
{
    internal CommandInfo(string name) => Name = name;

    public CommandTypes CommandType => CommandTypes.Cmdlet;

    public abstract string Definition { get; }

    public string ModuleName { get; internal set; } = "";

    public string Name { get; }

    public virtual string Source => ModuleName;

    public override string ToString() => Name;
}

public class CmdletInfo : CommandInfo
{
    public CmdletInfo(string name, Type implementingType)
        : base(name)
    {
        ImplementingType = implementingType;
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        Verb = dash > 0 ? name[..dash] : "";
        Noun = name[(dash + 1)..];
    }

    public override string Definition => Name;

    public Type ImplementingType { get; }

    public string Noun { get; }

    public string Verb { get; }
}

public class InvocationInfo
{
    internal InvocationInfo(CommandInfo command, string line, int offset, int position, int length, bool expectingInput)
    {
        MyCommand = command;
        Line = line;
        OffsetInLine = offset;
        PipelinePosition = position;
        PipelineLength = length;
        ExpectingInput = expectingInput;
    }

    public Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public CommandOrigin CommandOrigin => CommandOrigin.Runspace;

    public bool ExpectingInput { get; }

    public string InvocationName => MyCommand.Name;

    public string Line { get; }

    public CommandInfo MyCommand { get; }

    public int OffsetInLine { get; }

    public int PipelineLength { get; }

    public int PipelinePosition { get; }

    public string PositionMessage => "";

    public string PSCommandPath => "";

    public string PSScriptRoot => "";

    public int ScriptLineNumber => 1;

    public string ScriptName => "";

    public List<object> UnboundArguments { get; } = [];
}
