internal import Document
internal import Resources

/// Prints meta/v1 Tables as the server makes them.
struct TablePrinter: Sendable {
    var isWide = false
    var hasHeadings = true
    var showsNamespace = false
    var showsLabels = false
    var labelColumns: [String] = []
    /// `pod` before each name, with a slash; empty for none.
    var kindPrefix = ""
    /// A column before all others, for watches that show their events.
    var event: String?

    /// The rows that a table adds to `writer`, the headings first unless they are not wanted.
    func add(_ table: JSON, to writer: inout TabWriter, headings: Bool = true) {
        let columns = table["columnDefinitions"].array ?? []
        let shown = columns.indices.filter { isWide || (columns[$0]["priority"].int ?? 0) == 0 }
        if headings, hasHeadings { writer.add(heading(shown.map { columns[$0]["name"].string ?? "" })) }
        let nameColumn = columns.firstIndex { ($0["format"].string ?? "") == "name" && $0["type"].string == "string" }
        for row in table["rows"].array ?? [] {
            let cells = row["cells"].array ?? []
            let metadata = row["object"]["metadata"]
            var line: [String] = []
            if let event { line.append(event) }
            if showsNamespace { line.append(metadata["namespace"].string ?? "") }
            for index in shown {
                var text = index < cells.count ? Self.text(cells[index]) : ""
                if index == nameColumn, !kindPrefix.isEmpty { text = kindPrefix + "/" + text }
                line.append(text)
            }
            for label in labelColumns {
                line.append(metadata["labels"][label].string ?? "")
            }
            if showsLabels { line.append(Self.labels(metadata["labels"])) }
            writer.add(line)
        }
    }

    private func heading(_ names: [String]) -> [String] {
        var heading: [String] = event == nil ? [] : ["EVENT"]
        if showsNamespace { heading.append("NAMESPACE") }
        heading += names.map { $0.uppercased() }
        heading += labelColumns.map { $0.split(separator: "/").last.map { $0.uppercased() } ?? "" }
        if showsLabels { heading.append("LABELS") }
        return heading
    }

    /// A cell in one line, without control characters.
    static func text(_ cell: JSON) -> String {
        switch cell {
        case .null: return ""
        case .string(let text):
            guard text.unicodeScalars.contains(where: { $0.value < 0x20 }) else { return text }
            if let end = text.unicodeScalars.firstIndex(where: { $0 == "\n" || $0 == "\r" || $0 == "\u{0C}" }) {
                return String(text.unicodeScalars[..<end]) + "..."
            }
            return text.unicodeScalars.map { $0.value == 0x1B ? "^[" : String($0) }.joined()
        default: return GoValue.text(cell)
        }
    }

    /// `a=b,c=d`, or `<none>`.
    static func labels(_ labels: JSON) -> String {
        let pairs = labels.stringMap.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? "<none>" : pairs.joined(separator: ",")
    }
}
