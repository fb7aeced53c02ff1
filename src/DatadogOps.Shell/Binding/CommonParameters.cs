using System.Management.Automation;

namespace DatadogOps.Shell.Binding;

/// <summary>Values of the parameters that every cmdlet has.</summary>
public sealed class CommonParameters
{
    /// <summary>-Verbose; null when it is not given.</summary>
    public SwitchParameter? Verbose { get; set; }

    /// <summary>-Debug; null when it is not given.</summary>
    public SwitchParameter? Debug { get; set; }

    /// <summary>-ErrorAction.</summary>
    public ActionPreference ErrorAction { get; set; } = ActionPreference.Continue;

    /// <summary>-WarningAction.</summary>
    public ActionPreference WarningAction { get; set; } = ActionPreference.Continue;

    /// <summary>-InformationAction.</summary>
    public ActionPreference InformationAction { get; set; } = ActionPreference.SilentlyContinue;

    /// <summary>-ProgressAction.</summary>
    public ActionPreference ProgressAction { get; set; } = ActionPreference.Continue;

    /// <summary>-WhatIf.</summary>
    public SwitchParameter WhatIf { get; set; }

    /// <summary>-Confirm; null when it is not given.</summary>
    public SwitchParameter? Confirm { get; set; }

    /// <summary>Name, alias and type of each, in the order of PowerShell's help.</summary>
    internal static readonly (string Name, string Alias, Type Type)[] All =
    [
        ("Verbose", "vb", typeof(SwitchParameter)),
        ("Debug", "db", typeof(SwitchParameter)),
        ("ErrorAction", "ea", typeof(ActionPreference)),
        ("WarningAction", "wa", typeof(ActionPreference)),
        ("InformationAction", "infa", typeof(ActionPreference)),
        ("ProgressAction", "proga", typeof(ActionPreference)),
        ("ErrorVariable", "ev", typeof(string)),
        ("WarningVariable", "wv", typeof(string)),
        ("InformationVariable", "iv", typeof(string)),
        ("OutVariable", "ov", typeof(string)),
        ("OutBuffer", "ob", typeof(int)),
        ("PipelineVariable", "pv", typeof(string)),
    ];

    /// <summary>The two that a cmdlet has when it supports ShouldProcess.</summary>
    internal static readonly (string Name, string Alias, Type Type)[] ShouldProcess =
    [
        ("WhatIf", "wi", typeof(SwitchParameter)),
        ("Confirm", "cf", typeof(SwitchParameter)),
    ];

    internal void Set(string name, object? value)
    {
        switch (name)
        {
            case "Verbose":
                Verbose = (SwitchParameter)value!;
                break;
            case "Debug":
                Debug = (SwitchParameter)value!;
                break;
            case "ErrorAction":
                ErrorAction = Preference(name, value);
                break;
            case "WarningAction":
                WarningAction = Preference(name, value);
                break;
            case "InformationAction":
                InformationAction = Preference(name, value);
                break;
            case "ProgressAction":
                ProgressAction = Preference(name, value);
                break;
            case "WhatIf":
                WhatIf = (SwitchParameter)value!;
                break;
            case "Confirm":
                Confirm = (SwitchParameter)value!;
                break;
            case "OutBuffer":
                throw new BindingException("OutBufferNotSupported", name, "ddops passes every object on at once and has no -OutBuffer.");
            default:
                throw new BindingException("VariablesNotSupported", name, $"ddops has no variables, so there is no -{name}; use pwsh, or write the output to a file.");
        }
    }

    private static ActionPreference Preference(string name, object? value) => (ActionPreference)value! switch
    {
        ActionPreference.Inquire or ActionPreference.Suspend =>
            throw new BindingException("PreferenceNotSupported", name, $"ddops does not stop to ask: -{name} takes Continue, Stop, SilentlyContinue or Ignore."),
        var preference => preference,
    };
}
