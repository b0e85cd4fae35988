internal import Document
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// What `exec`, `attach`, `run -it` and `debug -it` have in common: joining this process' streams to those of a container.
struct ContainerSession: Sendable {
    static let flags: [Flag] = [
        .bool("stdin", "i", "Pass standard input to the container."), .bool("tty", "t", "Standard input is a terminal."),
        .bool("quiet", "q", "Print only what the container writes."),
    ]

    static let attachNotice =
        "All commands and output from this session will be recorded in container logs, including credentials and sensitive information "
        + "passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n"

    let session: Session
    var pod: JSON
    var container: String
    var takesInput: Bool
    var wantsTerminal: Bool
    var isQuiet: Bool
    /// Keys that end an attachment; nil for those of upstream, and for exec, which has none.
    var detachKeys: String?
    /// Told how many bytes each piece of output has.
    var heard: @Sendable (Int) -> Void = { _ in }

    private func path(_ subresource: String) -> String {
        ResourceType.pods.path(
            namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words, subresource: subresource)
    }

    /// Takes over the terminal when one is wanted and there.
    private func openTerminal() -> RawTerminal? {
        guard takesInput, wantsTerminal else { return nil }
        guard session.console.inputIsTerminal, let terminal = RawTerminal() else {
            if !isQuiet { session.console.err("Unable to use a TTY - input is not a terminal or the right kind of file\n") }
            return nil
        }
        return terminal
    }

    func exec(_ command: [String]) async throws {
        let terminal = openTerminal()
        defer { terminal?.restore() }
        var remote = remote("exec", isTerminal: terminal != nil)
        remote.command = command
        remote.input = takesInput ? .standard(nil) : .none
        try await remote.run(session.streamEndpoint(), terminal: terminal)
    }

    /// Joins a running container.
    /// - Returns: whether its terminal was used, in which case it can be taken up again.
    func attach() async throws -> Bool {
        if !isQuiet { session.console.err(Self.attachNotice) }
        let terminal = openTerminal()
        defer { terminal?.restore() }
        var remote = remote("attach", isTerminal: terminal != nil)
        if takesInput { remote.input = .standard(terminal == nil ? nil : try DetachKeys(detachKeys ?? "")) }
        try await remote.run(session.streamEndpoint(), terminal: terminal)
        return terminal != nil
    }

    private func remote(_ subresource: String, isTerminal: Bool) -> RemoteCommand {
        let (console, heard) = (session.console, heard)
        return RemoteCommand(
            path: path(subresource), container: container, isTerminal: isTerminal,
            output: {
                heard($0.count)
                console.out($0)
            },
            errors: {
                heard($0.count)
                console.err($0)
            })
    }
}

extension Console {
    /// Bytes for standard error as they are, without regard to where characters end.
    func err(_ bytes: [UInt8]) {
        flush()
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR || errno == EAGAIN { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
