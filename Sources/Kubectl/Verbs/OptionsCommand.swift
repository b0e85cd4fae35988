/// `kubectl options`: the flags that every command takes.
enum OptionsCommand {
    static let command = Command("options", summary: "List the flags that every command takes") { invocation in
        invocation.console.out(HelpText.options())
    }
}
