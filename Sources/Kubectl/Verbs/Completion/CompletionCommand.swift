/// `kubectl completion`: scripts that make shells complete command lines.
enum CompletionCommand {
    static let command = Command(
        "completion", group: .settings, usage: "SHELL", summary: "Print the completion script of a shell (bash, zsh or fish)",
        examples: [
            ("bash, for this session", "source <(kubectl completion bash)"),
            ("The same for an alias", "alias k=kubectl; complete -o default -F __start_kubectl k"),
            ("zsh", "source <(kubectl completion zsh)"), ("fish", "kubectl completion fish | source"),
        ],
        arguments: .words(["bash", "zsh", "fish"])
    ) { invocation in
        guard let shell = invocation.arguments.first else { throw invocation.usageFailure("Shell not specified.") }
        guard invocation.arguments.count == 1 else { throw invocation.usageFailure("Too many arguments. Expected only the shell type.") }
        switch shell {
        case "bash": invocation.console.out(CompletionScripts.bash)
        case "zsh": invocation.console.out(CompletionScripts.zsh)
        case "fish": invocation.console.out(CompletionScripts.fish)
        default: throw invocation.usageFailure("Unsupported shell type \"\(shell)\".")
        }
    }
}

/// The scripts know nothing of kubectl: they ask `kubectl __complete` and show what it says.
enum CompletionScripts {
    static let bash = #"""
        # bash completion for kubectl
        __kubectl_ask() {
            # Words are evaluated, so that an alias is one here, too.
            eval "$1 __complete ${*:2}" 2>/dev/null
        }

        __start_kubectl() {
            local line="${COMP_LINE:0:COMP_POINT}" word answer candidate current quoted=()
            local -a words
            read -ra words <<<"$line"
            case "$line" in *" "|*$'\t') words+=("") ;; esac
            current="${words[${#words[@]}-1]}"
            for word in "${words[@]:1}"; do quoted+=("$(printf '%q' "$word")"); done
            answer=$(__kubectl_ask "${words[0]}" "${quoted[@]}")
            local directive="${answer##*:}"
            COMPREPLY=()
            while IFS= read -r candidate; do
                case "$candidate" in :*|"") continue ;; esac
                candidate="${candidate%%$'\t'*}"
                case "$candidate" in "$current"*) COMPREPLY+=("$candidate") ;; esac
            done <<<"$answer"
            # bash replaces only what follows the last = or : of the word.
            local prefix
            for word in = :; do
                case "$COMP_WORDBREAKS" in *"$word"*) ;; *) continue ;; esac
                case "$current" in *"$word"*)
                    prefix="${current%"${current##*"$word"}"}"
                    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
                    ;;
                esac
            done
            if [ "$((directive & 2))" -ne 0 ]; then compopt -o nospace 2>/dev/null; fi
            if [ "$((directive & 4))" -ne 0 ]; then compopt +o default 2>/dev/null; fi
        }

        complete -o default -F __start_kubectl kubectl

        """#

    static let zsh = #"""
        #compdef kubectl
        # zsh completion for kubectl
        __start_kubectl() {
            local answer line directive
            local -a candidates arguments
            arguments=("${(@q)words[2,CURRENT]}")
            answer=$(eval "${words[1]} __complete ${arguments[*]}" 2>/dev/null)
            directive="${answer##*:}"
            while IFS= read -r line; do
                case "$line" in :*|"") continue ;; esac
                candidates+=("${line//:/\\:}")
            done <<<"$answer"
            candidates=("${candidates[@]/$'\t'/:}")
            if (( ${#candidates} )); then
                if (( directive & 2 )); then _describe -V values candidates -S ''; else _describe -V values candidates; fi
            elif (( ! (directive & 4) )); then
                _files
            fi
        }

        if [ "$funcstack[1]" = "_kubectl" ]; then __start_kubectl; else compdef __start_kubectl kubectl; fi

        """#

    static let fish = #"""
        # fish completion for kubectl
        function __kubectl_complete
            set -l words (commandline -opc) (commandline -ct)
            set -l program $words[1]
            set -l arguments (string escape -- $words[2..-1])
            set -l answer (eval $program __complete $arguments 2>/dev/null)
            for line in $answer
                string match -q ':*' -- $line; and continue
                echo $line
            end
        end

        complete -c kubectl -e
        complete -c kubectl -f -a '(__kubectl_complete)'

        """#
}
