internal import Client
internal import Document
import FoundationEssentials
internal import Resources

#if canImport(Glibc)
    import Glibc
#endif

/// Reads objects out of files, folders, URLs and standard input.
struct ManifestReader: Sendable {
    struct Manifest: Sendable {
        /// The path or URL; `STDIN` for standard input.
        var source: String
        var object: JSON
        /// The text of its own document, as its author wrote it.
        var text: String = ""
    }

    static let extensions = [".json", ".yaml", ".yml"]
    /// Bytes of one file. Servers take objects of a few MiB; a file may hold many.
    static let fileLimit = 256 * 1024 * 1024

    /// Time between attempts at a URL whose server cannot be reached or is at fault.
    static let pause: Duration = .seconds(1)

    let console: Console
    /// Of the process: which proxy leads to URLs.
    var variables: [String: String] = [:]

    init(_ session: Session) {
        console = session.console
        variables = session.environment.variables
    }

    /// All objects of all sources in order; the items of lists stand for themselves.
    func read(_ sources: [String], recursive: Bool) async throws -> [Manifest] {
        var manifests: [Manifest] = []
        var readsInput = false
        for source in sources {
            if source == "-" {
                if readsInput { throw Failure("standard input cannot be used for multiple arguments") }
                readsInput = true
                manifests += try parse(String(decoding: console.readAll(), as: UTF8.self), source: "STDIN")
            } else if source.hasPrefix("http://") || source.hasPrefix("https://") {
                manifests += try parse(await page(source), source: source)
            } else {
                for path in try paths(source, recursive: recursive) { manifests += try parse(text(path), source: path) }
            }
        }
        return manifests
    }

    /// What a web server answers.
    private func page(_ url: String) async throws -> String {
        var limits = Download.Limits()
        limits.bytes = Self.fileLimit
        limits.pause = Self.pause
        let answer: Download.Answer
        do {
            answer = try await Download.get(url, proxy: ProxyAddress.environment(variables, server: url), limits: limits)
        } catch {
            throw Failure("Get \(url.goQuoted): \(HTTPSClient.transportFailure(error)?.text ?? ErrorText.plain(error))")
        }
        guard answer.status == 200 else {
            throw Failure("unable to read URL \(url.goQuoted), server reported \(answer.statusText), status code=\(answer.status)")
        }
        return String(decoding: answer.body, as: UTF8.self)
    }

    private func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure("open \(path): permission denied") }
        guard data.count <= Self.fileLimit else { throw Failure("\(path) is larger than \(Self.fileLimit) bytes") }
        return String(decoding: data, as: UTF8.self)
    }

    private func paths(_ source: String, recursive: Bool) throws -> [String] {
        if source.contains(where: { "*?[".contains($0) }), access(source, F_OK) != 0 {
            let matches = Self.glob(source)
            if matches.isEmpty { throw Failure("the path \(source.goQuoted) does not exist") }
            return try matches.flatMap { try paths($0, recursive: recursive) }
        }
        var facts = stat()
        guard stat(source, &facts) == 0 else { throw Failure("the path \(source.goQuoted) does not exist") }
        guard facts.st_mode & S_IFMT == S_IFDIR else { return [source] }
        let files = try folder(source, recursive: recursive)
        if files.isEmpty { throw Failure("error reading [\(source)]: recognized file extensions are [.json .yaml .yml]") }
        return files
    }

    private func folder(_ path: String, recursive: Bool) throws -> [String] {
        var files: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
            let full = path.hasSuffix("/") ? path + name : path + "/" + name
            var facts = stat()
            guard stat(full, &facts) == 0 else { continue }
            if facts.st_mode & S_IFMT == S_IFDIR {
                if recursive { files += try folder(full, recursive: true) }
            } else if Self.extensions.contains(where: name.hasSuffix) {
                files.append(full)
            }
        }
        return files
    }

    private static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    }

    /// The documents of a stream of YAML or JSON.
    func parse(_ text: String, source: String) throws -> [Manifest] {
        var manifests: [Manifest] = []
        for part in Self.documents(text) {
            let documents: [JSON]
            do {
                if let json = try? JSON.parse(text: part) { documents = [json] } else { documents = try YAML.parse(part) }
            } catch let error as YAML.SyntaxError {
                throw Failure("error parsing \(source): \(error.description)")
            }
            for document in documents where !document.isNull { try add(document, part, source, &manifests) }
        }
        return manifests
    }

    private func add(_ document: JSON, _ text: String, _ source: String, _ manifests: inout [Manifest]) throws {
        guard document.object != nil else {
            throw Failure(
                "unable to decode \(source.goQuoted): json: cannot unmarshal \(Self.goKind(document)) into Go value of type struct")
        }
        guard let kind = document["kind"].string, !kind.isEmpty else {
            throw Failure("unable to decode \(source.goQuoted): Object 'Kind' is missing in '\(document.text)'")
        }
        if document["apiVersion"].string?.isEmpty ?? true {
            throw Failure("unable to decode \(source.goQuoted): Object 'apiVersion' is missing in '\(document.text)'")
        }
        guard kind.hasSuffix("List"), let items = document["items"].array else {
            return manifests.append(Manifest(source: source, object: document, text: text))
        }
        for item in items { try add(item, item.text, source, &manifests) }
    }

    private static func goKind(_ value: JSON) -> String {
        switch value {
        case .array: "array"
        case .string: "string"
        case .bool: "bool"
        default: "number"
        }
    }

    /// Splits at lines of `---`, so that each document is parsed, and told of, by itself.
    static func documents(_ text: String) -> [String] {
        guard text.hasPrefix("---") || text.contains("\n---") else { return [text] }
        var parts: [String] = []
        var part: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "---" || line.hasPrefix("--- ") || line == "---\r" {
                parts.append(part.joined(separator: "\n"))
                part = []
            } else {
                part.append(line)
            }
        }
        parts.append(part.joined(separator: "\n"))
        return parts.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
