internal import Client
internal import Document
internal import Resources

/// What may stand where a command line ends.
struct Completer: Sendable {
    /// How shells are to treat the candidates, added up.
    private enum Directive {
        static let noSpace = 2
        static let noFiles = 4
    }

    struct Answer: Sendable {
        var candidates: [String] = []
        var directive = 4
    }

    /// How long the server may take to be asked while somebody waits at the keyboard.
    private static let requestTimeout = "3s"

    let tree: CommandTree
    let console: Console
    let environment: Environment

    /// Prints candidates one a line, and how to treat them after a colon on the last.
    func run(_ words: [String]) async -> Int32 {
        let answer = (try? await complete(words)) ?? Answer()
        for candidate in answer.candidates { console.line(candidate) }
        console.line(":\(answer.directive)")
        console.flush()
        return 0
    }

    private func complete(_ words: [String]) async throws -> Answer {
        let current = words.last ?? ""
        let before = Array(words.dropLast())
        let found = tree.find(before)
        let flags = found.command.flags + GlobalFlags.all
        if let answer = try await value(of: flags, before, current, found) { return answer }
        if current.hasPrefix("-"), !before.contains("--") { return flagNames(flags, current) }
        let parser = FlagParser(flags: flags)
        guard let parsed = try? parser.parse(found.words) else { return Answer() }
        if !found.command.subcommands.isEmpty, parsed.arguments.isEmpty {
            let commands = found.command.subcommands.filter { !$0.isHidden && $0.name.hasPrefix(current) }
            if !commands.isEmpty || found.command.run == nil { return Answer(candidates: commands.map { "\($0.name)\t\($0.summary)" }) }
        }
        return try await arguments(found.command.arguments, parsed, current)
    }

    private func flagNames(_ flags: [Flag], _ current: String) -> Answer {
        let candidates = flags.filter { !$0.isHidden && "--\($0.name)".hasPrefix(current) }.sorted { $0.name < $1.name }
        let needsValue = candidates.count == 1 && candidates[0].implied == nil
        return Answer(
            candidates: candidates.map { "--\($0.name)\($0.implied == nil ? "=" : "")\t\($0.help)" },
            directive: Directive.noFiles | (needsValue || candidates.contains { $0.implied == nil } ? Directive.noSpace : 0))
    }

    /// The value of a flag, when that is what stands last: `--output=ya`, `-n ku`, `--context x`.
    private func value(of flags: [Flag], _ before: [String], _ current: String, _ found: CommandTree.Found) async throws -> Answer? {
        var flag: Flag?
        var prefix = ""
        var text = current
        if current.hasPrefix("--"), let sign = current.firstIndex(of: "=") {
            flag = flags.first { "--\($0.name)" == current[..<sign] }
            prefix = String(current[...sign])
            text = String(current[current.index(after: sign)...])
        } else if let last = before.last, last.hasPrefix("-"), !last.contains("="), last != "--" {
            let named =
                last.hasPrefix("--") ? flags.first { "--\($0.name)" == last } : flags.first { $0.short.map { last == "-\($0)" } ?? false }
            if let named, named.implied == nil { flag = named }
        }
        guard let flag else { return nil }
        let candidates: [String]
        switch flag.values {
        case .files: return Answer(directive: 0)
        case .nothing: return Answer()
        case .words(let words): candidates = words
        case .contexts: candidates = try kubeconfig(found).names("contexts")
        case .clusters: candidates = try kubeconfig(found).names("clusters")
        case .users: candidates = try kubeconfig(found).names("users")
        case .namespaces: candidates = try await names("namespaces", try session(found.words))
        }
        let fitting = candidates.filter { $0.hasPrefix(text) }
        let endsOpen = fitting.contains { $0.hasSuffix("=") }
        return Answer(candidates: fitting.map { prefix + $0 }, directive: Directive.noFiles | (endsOpen ? Directive.noSpace : 0))
    }

    private func kubeconfig(_ found: CommandTree.Found) throws -> KubeconfigFiles {
        let parsed = try? FlagParser(flags: found.command.flags + GlobalFlags.all).parse(found.words)
        return try KubeconfigFiles.load(flag: parsed?.values.given("kubeconfig"), environment: environment, mustExist: false)
    }

    /// A session with the flags that could be read of an unfinished command line.
    private func session(_ words: [String]) throws -> Session {
        let parser = FlagParser(flags: GlobalFlags.all)
        var values = FlagValues(GlobalFlags.all)
        var rest = words[...]
        while let word = rest.popFirst() {
            for length in [1, 2] {
                let group = [word] + rest.prefix(length - 1)
                if let parsed = try? parser.parse(Array(group)), parsed.arguments.isEmpty {
                    for name in parsed.values.names {
                        if let flag = parsed.values.flag(named: name), let value = parsed.values.given(name) {
                            try? values.set(flag, value)
                        }
                    }
                    break
                }
            }
        }
        if let flag = values.flag(named: "request-timeout") { try values.set(flag, Self.requestTimeout) }
        return Session(console: console, environment: environment, flags: values)
    }

    private func names(_ word: String, _ session: Session) async throws -> [String] {
        let resource = try await session.discovery().resource(word)
        let namespace = resource.type.namespaced ? try session.namespace() : ""
        let accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"
        let list = try await session.client().document(
            "GET", resource.type.path(namespace: namespace), query: [("limit", "500")], accept: accept)
        await session.end()
        return (list["items"].array ?? []).compactMap { $0["metadata"]["name"].string }
    }

    private func arguments(_ kind: Command.Arguments, _ parsed: FlagParser.Result, _ current: String) async throws -> Answer {
        func fitting(_ candidates: [String]) -> Answer { Answer(candidates: candidates.filter { $0.hasPrefix(current) }) }
        let session = Session(console: console, environment: environment, flags: timed(parsed.values))
        switch kind {
        case .nothing: return Answer()
        case .files: return Answer(directive: 0)
        case .words(let words): return fitting(parsed.arguments.isEmpty ? words : [])
        case .contexts, .clusters, .users:
            let section = if case .contexts = kind { "contexts" } else if case .clusters = kind { "clusters" } else { "users" }
            let files = try KubeconfigFiles.load(flag: parsed.values.given("kubeconfig"), environment: environment, mustExist: false)
            return fitting(files.names(section))
        case .names(let word):
            if let slash = current.firstIndex(of: "/") {
                let type = String(current[..<slash])
                return fitting(try await names(type, session).map { "\(type)/\($0)" })
            }
            return fitting(parsed.arguments.isEmpty ? try await names(word, session) : [])
        case .resources:
            if let slash = current.firstIndex(of: "/") {
                let type = String(current[..<slash])
                return fitting(try await names(type, session).map { "\(type)/\($0)" })
            }
            guard let type = parsed.arguments.first, !type.contains("/") else {
                let types = try await session.discovery().api().preferred.filter { !$0.verbs.isEmpty }.map(\.groupResource)
                await session.end()
                return fitting(types.sorted())
            }
            let taken = Set(parsed.arguments.dropFirst())
            return fitting(try await names(type, session).filter { !taken.contains($0) })
        }
    }

    private func timed(_ values: FlagValues) -> FlagValues {
        var values = values
        if let flag = values.flag(named: "request-timeout") { try? values.set(flag, Self.requestTimeout) }
        return values
    }
}
