internal import Document
import FoundationEssentials
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// Keys and contents as `--from-file`, `--from-literal` and `--from-env-file` give them.
struct KeyedSources: Sendable {
    private(set) var contents: [String: [UInt8]] = [:]
    private let noun: String

    init(_ flags: FlagValues, noun: String = "ConfigMap") throws {
        self.noun = noun
        let files = flags.list("from-file")
        let environments = flags.list("from-env-file")
        let literals = flags.list("from-literal")
        if !environments.isEmpty, !files.isEmpty || !literals.isEmpty {
            throw Failure("from-env-file cannot be combined with from-file or from-literal")
        }
        for file in files { try addFile(file) }
        for literal in literals {
            guard let sign = literal.firstIndex(of: "="), sign != literal.startIndex else {
                throw Failure("invalid literal source \(literal), expected key=value")
            }
            try add(String(literal[..<sign]), Array(literal[literal.index(after: sign)...].utf8))
        }
        for file in environments { try addEnvironment(file) }
    }

    var texts: [String: String] { contents.compactMapValues { String(validating: $0, as: UTF8.self) } }
    var binaries: [String: [UInt8]] { contents.filter { String(validating: $0.value, as: UTF8.self) == nil } }

    static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private mutating func add(_ key: String, _ value: [UInt8]) throws {
        let problems = NameRules.configMapKey(key)
        if !problems.isEmpty { throw Failure("\(key.goQuoted) is not a valid key name for a \(noun): \(problems.joined(separator: ","))") }
        if contents[key] != nil { throw Failure("cannot add key \(key.goQuoted), another key by that name already exists in Data") }
        contents[key] = value
    }

    private mutating func addFile(_ source: String) throws {
        let parts = source.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, parts[0].isEmpty { throw Failure("key name for file path \(parts[1]) missing") }
        if parts.count == 2, parts[1].isEmpty { throw Failure("file path for key name \(parts[0]) missing") }
        let path = parts.last ?? ""
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw Failure("error reading \(path): no such file or directory") }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            let name = String(path.split(separator: "/").last ?? "")
            return try add(parts.count == 2 ? parts[0] : name, try Self.read(path))
        }
        if parts.count == 2 { throw Failure("cannot give a key name for a directory path") }
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where NameRules.configMapKey(name).isEmpty {
            let full = path + "/" + name
            guard stat(full, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            try add(name, try Self.read(full))
        }
    }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure("open \(path): no such file or directory") }
        return [UInt8](data)
    }

    private mutating func addEnvironment(_ path: String) throws {
        let text = String(decoding: try Self.read(path), as: UTF8.self)
        for line in text.split(separator: "\n") {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            let parts = trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count == 2 ? parts[1] : ProcessInfo.processInfo.environment[parts[0]] ?? ""
            try add(parts[0], Array(value.utf8))
        }
    }

    /// `a=1,b=2`
    static func pairs(_ text: String) throws(Failure) -> [String: String] {
        var pairs: [String: String] = [:]
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard halves.count == 2, !halves[0].isEmpty else {
                throw Failure("invalid argument syntax \(String(part)), expected <resource>=<value>")
            }
            pairs[halves[0]] = halves[1]
        }
        return pairs
    }
}
