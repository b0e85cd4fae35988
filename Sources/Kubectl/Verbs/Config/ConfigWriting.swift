internal import Document
internal import Resources

/// `config use-context`, `delete-…`, `rename-context`.
enum ConfigWriting {
    static let commands: [Command] = [useContext, renameContext, delete("context"), delete("cluster"), delete("user")]

    private static func onlyName(_ invocation: Invocation, _ missing: String) throws(Failure) -> String {
        guard invocation.arguments.count == 1, !invocation.arguments[0].isEmpty else {
            throw invocation.usageFailure(missing)
        }
        return invocation.arguments[0]
    }

    private static let useContext = Command(
        "use-context", aliases: ["use"], usage: "CONTEXT_NAME", summary: "Make a context the current one",
        examples: [("For example", "kubectl config use-context minikube")], arguments: .contexts
    ) { invocation in
        let name = try onlyName(invocation, "Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        var files = try ConfigCommand.files(invocation)
        guard files.names("contexts").contains(name) else { throw Failure("no context exists with the name: \(name.goQuoted)") }
        try files.setCurrentContext(name)
        invocation.console.line("Switched to context \(name.goQuoted).")
    }

    private static let renameContext = Command(
        "rename-context", usage: "CONTEXT_NAME NEW_NAME", summary: "Give a context another name",
        examples: [("For example", "kubectl config rename-context old-name new-name")], arguments: .contexts
    ) { invocation in
        guard invocation.arguments.count == 2 else {
            throw invocation.usageFailure("Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
        }
        let (old, new) = (invocation.arguments[0], invocation.arguments[1])
        var files = try ConfigCommand.files(invocation)
        let index = files.place("contexts", old)
        guard let context = files.entry("contexts", old) else {
            throw Failure("cannot rename the context \(old.goQuoted), it's not in \(files.files[index].path)")
        }
        guard files.entry("contexts", new) == nil else {
            throw Failure(
                "cannot rename the context \(old.goQuoted), the context \(new.goQuoted) already exists in \(files.files[index].path)")
        }
        let wasCurrent = files.currentContext == old
        try files.remove("contexts", old)
        try files.change("contexts", new) { $0 = context }
        if wasCurrent { try files.setCurrentContext(new) }
        invocation.console.line("Context \(old.goQuoted) renamed to \(new.goQuoted).")
    }

    private static func delete(_ kind: String) -> Command {
        let section = kind + "s"
        return Command(
            "delete-\(kind)", usage: "NAME", summary: "Take a \(kind) out of the kubeconfig",
            examples: [("For example", "kubectl config delete-\(kind) minikube")],
            arguments: kind == "context" ? .contexts : kind == "cluster" ? .clusters : .users
        ) { invocation in
            let name = try onlyName(invocation, "Unexpected args: [\(invocation.arguments.joined(separator: " "))]")
            var files = try ConfigCommand.files(invocation)
            let path = files.files[files.place(section, name)].path
            guard files.entry(section, name) != nil else { throw Failure("cannot delete \(kind) \(name), not in \(path)") }
            let wasCurrent = kind == "context" && files.currentContext == name
            if wasCurrent {
                invocation.console.err(
                    "warning: this removed your active context, use \"kubectl config use-context\" to select a different one\n")
            }
            try files.remove(section, name)
            invocation.console.line("deleted \(kind) \(name) from \(path)")
        }
    }
}
