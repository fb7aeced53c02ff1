using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    [AttributeUsage(AttributeTargets.All)]
    public abstract class CmdletMetadataAttribute : Attribute
    {
        internal CmdletMetadataAttribute()
        {
        }
    }

    [AttributeUsage(AttributeTargets.All)]
    public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
    {
        internal ParsingBaseAttribute()
        {
        }
    }
}

namespace System.Management.Automation
{
    public enum RemotingCapability
    {
        None,
        PowerShell,
        SupportedByCommand,
        OwnedByCommand,
    }

    [AttributeUsage(AttributeTargets.Class)]
    public abstract class CmdletCommonMetadataAttribute : CmdletMetadataAttribute
    {
        protected CmdletCommonMetadataAttribute()
        {
        }

        public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;

        public string? DefaultParameterSetName { get; set; }

        public string? HelpUri { get; set; }

        public RemotingCapability RemotingCapability { get; set; } = RemotingCapability.PowerShell;

        public bool SupportsPaging { get; set; }

        public bool SupportsShouldProcess { get; set; }

        public bool SupportsTransactions { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute(string verbName, string nounName) : CmdletCommonMetadataAttribute
    {
        public string NounName { get; } = nounName;

        public string VerbName { get; } = verbName;
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = true)]
    public sealed class ParameterAttribute : ParsingBaseAttribute
    {
        public const string AllParameterSets = "__AllParameterSets";

        public bool DontShow { get; set; }

        public string? HelpMessage { get; set; }

        public string? HelpMessageBaseName { get; set; }

        public string? HelpMessageResourceId { get; set; }

        public bool Mandatory { get; set; }

        public string ParameterSetName { get; set; } = AllParameterSets;

        public int Position { get; set; } = int.MinValue;

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }

        public bool ValueFromRemainingArguments { get; set; }
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class AliasAttribute(params string[] aliasNames) : ParsingBaseAttribute
    {
        public IList<string> AliasNames { get; } = aliasNames;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class HiddenAttribute : ParsingBaseAttribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class SupportsWildcardsAttribute : ParsingBaseAttribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class PSDefaultValueAttribute : ParsingBaseAttribute
    {
        public string? Help { get; set; }

        public object? Value { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class OutputTypeAttribute : CmdletMetadataAttribute
    {
        public OutputTypeAttribute(params Type[] type) => Type = Array.ConvertAll(type, t => new PSTypeName(t));

        public OutputTypeAttribute(params string[] type) => Type = Array.ConvertAll(type, t => new PSTypeName(t));

        public string[] ParameterSetName { get; set; } = [ParameterAttribute.AllParameterSets];

        public string? ProviderCmdlet { get; set; }

        public PSTypeName[] Type { get; }
    }

    public class PSTypeName
    {
        public PSTypeName(Type type)
        {
            Type = type;
            Name = type.FullName ?? type.Name;
        }

        public PSTypeName(string name) => Name = name;

        public string Name { get; }

        public Type? Type { get; }

        public override string ToString() => Name;
    }
}
