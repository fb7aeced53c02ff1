using DatadogOps.Shell.Execution;

namespace DatadogOps.Shell.Completion;

/// <summary>Scripts that make a shell ask ddops what may come next.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of ddops for bash. In ~/.bashrc: source <(ddops completion bash)
        _ddops() {
            local IFS=$'\n'
            COMPREPLY=($(ddops __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _ddops ddops

        """;

    private const string Zsh = """
        #compdef ddops
        # Completion of ddops for zsh. In ~/.zshrc, behind compinit: source <(ddops completion zsh)
        _ddops() {
            local -a candidates
            candidates=("${(@f)$(ddops __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            if (( ${#candidates} )) && [[ -n "${candidates[1]}" ]]; then
                compadd -U -- "${candidates[@]}"
            else
                _files
            fi
        }
        compdef _ddops ddops

        """;

    public static string Get(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => throw new EngineException("Give the shell: ddops completion bash, or ddops completion zsh."),
    };
}
