internal import Document
internal import Resources

/// `-o custom-columns=NAME:.metadata.name,…`, and the same from a file: a line of headings, and one of paths.
struct CustomColumnsPrinter: Sendable {
    private let headings: [String]
    private let paths: [JSONPath]

    init(_ specification: String) throws(Failure) {
        guard !specification.isEmpty else { throw Failure("custom-columns format specified but no custom columns given") }
        var headings: [String] = []
        var paths: [JSONPath] = []
        for part in specification.split(separator: ",", omittingEmptySubsequences: false) {
            guard let colon = part.firstIndex(of: ":") else {
                throw Failure("unexpected custom-columns spec: \(part), expected <header>:<json-path-expr>")
            }
            headings.append(String(part[..<colon]))
            paths.append(try Self.path(String(part[part.index(after: colon)...])))
        }
        self.headings = headings
        self.paths = paths
    }

    init(file text: String) throws(Failure) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard lines.count >= 2 else { throw Failure("custom-columns-file format must have a line of headings and a line of paths") }
        headings = lines[0].split(whereSeparator: \.isWhitespace).map(String.init)
        var paths: [JSONPath] = []
        for word in lines[1].split(whereSeparator: \.isWhitespace) { paths.append(try Self.path(String(word))) }
        self.paths = paths
        guard headings.count == paths.count else {
            throw Failure("number of headers (\(headings.count)) and field specifications (\(paths.count)) don't match")
        }
    }

    private static func path(_ text: String) throws(Failure) -> JSONPath {
        do {
            return try JSONPath(relaxed: text)
        } catch {
            throw Failure(error.description)
        }
    }

    /// The table of the objects; later calls of a watch have no headings.
    func text(_ objects: [JSON], headings showsHeadings: Bool, _ writer: inout TabWriter) throws -> String {
        if showsHeadings { writer.add(headings) }
        for object in objects {
            writer.add(
                try paths.map { path in
                    let values = try path.find(object).flatMap { $0 }
                    return values.isEmpty ? "<none>" : values.map(GoValue.text).joined(separator: ",")
                })
        }
        return writer.text()
    }
}
