internal import Resources

/// Finds the command that a command line names, and runs it.
struct CommandTree: Sendable {
    let root: Command

    struct Found: Sendable {
        var command: Command
        /// `kubectl rollout status`
        var path: String
        /// The words left for the command: its flags and arguments.
        var words: [String]
    }

    /// Walks down to the command that `words` name. Flags may stand anywhere.
    func find(_ words: [String]) -> Found {
        var found = Found(command: root, path: root.name, words: words)
        while !found.command.subcommands.isEmpty {
            let parser = FlagParser(flags: found.command.flags + GlobalFlags.all)
            guard let index = parser.firstArgument(found.words), let next = found.command.subcommand(found.words[index]) else { break }
            found.words.remove(at: index)
            found.command = next
            found.path += " " + next.name
        }
        return found
    }

    func run(_ words: [String], console: Console, environment: Environment) async -> Int32 {
        let found = find(words)
        do {
            let parsed: FlagParser.Result
            do {
                parsed = try FlagParser(flags: found.command.flags + GlobalFlags.all).parse(found.words)
            } catch {
                throw Failure("\(error.description)\nSee '\(found.path) --help' for usage.")
            }
            // `create rolebinding --user` names a subject and not the user of the kubeconfig.
            let own = GlobalFlags.names.intersection(found.command.flags.map(\.name))
            let session = Session(console: console, environment: environment, flags: parsed.values.without(own))
            guard !parsed.asksHelp, let run = found.command.run else {
                return try help(found, parsed, console)
            }
            let invocation = Invocation(
                command: found.command, path: found.path, flags: parsed.values, arguments: parsed.arguments, dash: parsed.dash,
                session: session)
            do {
                try await run(invocation)
                try session.checkWarnings()
            } catch {
                await session.end()
                throw error
            }
            await session.end()
            console.flush()
            return 0
        } catch {
            console.flush()
            let (text, code) = ErrorText.report(error)
            if !text.isEmpty { console.err(text.hasSuffix("\n") ? text : text + "\n") }
            return code
        }
    }

    /// The help of a command; of a group of commands also when it was called with nothing or with something it does not know.
    private func help(_ found: Found, _ parsed: FlagParser.Result, _ console: Console) throws -> Int32 {
        if !parsed.asksHelp, let unknown = parsed.arguments.first {
            if found.command.name == root.name { throw Failure(unknownCommand(unknown)) }
            throw Failure(
                "unknown command \(parsed.arguments.joined(separator: " ").goQuoted)\nSee '\(found.path) -h' for help and examples")
        }
        console.out(HelpText.command(found.command, path: found.path))
        console.flush()
        return parsed.asksHelp || found.command.name == root.name ? 0 : 1
    }

    private func unknownCommand(_ name: String) -> String {
        var text = "unknown command \(name.goQuoted) for \"kubectl\""
        let near = root.subcommands.filter { !$0.isHidden && (EditDistance.between($0.name, name) <= 2 || $0.name.hasPrefix(name)) }
        if !near.isEmpty { text += "\n\nDid you mean this?\n" + near.map { "\t\($0.name)\n" }.joined() }
        return text
    }
}

/// How many letters must change to make one word of another (Levenshtein).
enum EditDistance {
    static func between(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let above = row[j + 1]
                row[j + 1] = min(row[j] + 1, above + 1, diagonal + (a[i] == b[j] ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
