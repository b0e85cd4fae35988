internal import Document
internal import Resources

/// A description under way: lines at levels of two spaces, cells set off by tabs, and the blocks that many kinds share.
struct DescribePage: Sendable {
    /// Bytes of an annotation that are shown on one line.
    private static let annotationBytes = 140
    private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    /// Ages are counted up to here.
    let now: Timestamp
    /// Levels that everything is moved in by.
    var indent = 0
    private var table = TabText()

    init(now: Timestamp) { self.now = now }

    /// Writes as it is, but for what could take over a terminal.
    mutating func write(_ level: Int, _ text: String) {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{1B}": safe += "^["
            case "\r": safe += "\\r"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        table.write(String(repeating: "  ", count: level + indent) + safe)
    }

    mutating func line(_ level: Int, _ text: String) { write(level, text + "\n") }
    mutating func line(_ text: String) { line(0, text) }

    /// `Name:` and its value in the next column.
    mutating func field(_ level: Int, _ name: String, _ value: String) { line(level, name + ":\t" + value) }
    mutating func field(_ name: String, _ value: String) { field(0, name, value) }

    /// Cells of one line.
    mutating func row(_ level: Int, _ cells: [String]) { line(level, cells.joined(separator: "\t")) }

    /// Column heads with dashes under them.
    mutating func head(_ level: Int, _ names: [String], dashes: [Int]? = nil) {
        row(level, names)
        row(level, zip(names, dashes ?? names.map(\.utf8.count)).map { String(repeating: "-", count: $1) })
    }

    mutating func flush() { table.flush() }
    mutating func finish() -> String { table.finish() }

    // MARK: blocks

    mutating func nameAndNamespace(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        field("Namespace", object["metadata"]["namespace"].words)
    }

    mutating func labelsAndAnnotations(_ object: JSON) {
        labels("Labels", object["metadata"]["labels"])
        annotations("Annotations", object["metadata"]["annotations"])
    }

    /// A title and what belongs to it, one below the other in the second column.
    mutating func list(_ level: Int = 0, _ title: String, _ items: [String], prefix: String = "") {
        write(level, prefix + title + ":\t")
        if items.isEmpty { return write(0, "<none>\n") }
        for (index, item) in items.enumerated() {
            if index > 0 {
                write(level, prefix)
                write(level, "\t")
            }
            line(level, item)
        }
    }

    mutating func labels(_ title: String, _ labels: JSON, prefix: String = "") {
        list(0, title, labels.stringMap.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }, prefix: prefix)
    }

    mutating func annotations(_ title: String, _ annotations: JSON) {
        write(0, title + ":\t")
        let shown = annotations.stringMap.filter { $0.key != Self.lastApplied }.sorted { $0.key < $1.key }
        if shown.isEmpty { return write(0, "<none>\n") }
        for (index, (key, whole)) in shown.enumerated() {
            if index > 0 { write(0, "\t") }
            let value = whole.hasSuffix("\n") ? String(whole.dropLast()) : whole
            if value.utf8.count + key.utf8.count + 2 > Self.annotationBytes || value.contains("\n") {
                line(0, key + ":")
                for part in value.split(separator: "\n", omittingEmptySubsequences: false) {
                    line(0, "\t  " + Self.shorten(String(part), to: Self.annotationBytes - 2))
                }
            } else {
                line(0, key + ": " + value)
            }
        }
    }

    static func shorten(_ text: String, to bytes: Int) -> String {
        text.utf8.count > bytes ? String(decoding: text.utf8.prefix(bytes), as: UTF8.self) + "..." : text
    }

    /// Attributes of a CSI volume, or of whatever else shows long values cut.
    mutating func attributes(_ level: Int, _ title: String, _ attributes: JSON) {
        let lines = attributes.stringMap.sorted { $0.key < $1.key }.map { Self.shorten($0.key + "=" + $0.value, to: Self.annotationBytes) }
        list(level, title, lines)
    }

    mutating func controller(_ object: JSON) {
        guard let owner = object["metadata"]["ownerReferences"].items.first(where: { $0["controller"].bool == true }) else { return }
        field("Controlled By", owner["kind"].words + "/" + owner["name"].words)
    }

    mutating func created(_ object: JSON) { field("CreationTimestamp", object["metadata"]["creationTimestamp"].localTime) }

    /// Resource names and amounts, sorted.
    mutating func amounts(_ level: Int, _ amounts: JSON) {
        for (name, amount) in amounts.object?.sorted(by: { $0.key < $1.key }) ?? [] { field(level, name, amount.quantityText) }
    }

    /// The events about an object; nil when they are not to be shown.
    mutating func events(_ events: [JSON]?) {
        guard let events else { return }
        if events.isEmpty { return field("Events", "<none>") }
        flush()
        line("Events:")
        head(1, ["Type", "Reason", "Age", "From", "Message"], dashes: [4, 6, 4, 4, 7])
        for event in Self.sorted(events) {
            let source = event["source"]["component"].words
            var message = event["message"].words.trimmedSpace
            let path = event["involvedObject"]["fieldPath"].words
            if !path.isEmpty { message = path + ": " + message }
            row(
                1,
                [
                    event["type"].words, event["reason"].words, EventAge.text(event, now: now),
                    source.isEmpty ? event["reportingComponent"].words : source, message,
                ])
        }
    }

    /// Oldest last; events of the newer kind, without a last time, come first.
    private static func sorted(_ events: [JSON]) -> [JSON] {
        events.enumerated().sorted { a, b in
            let left = a.element["lastTimestamp"].timestamp ?? .init(seconds: .min)
            let right = b.element["lastTimestamp"].timestamp ?? .init(seconds: .min)
            return left == right ? a.offset < b.offset : left < right
        }.map(\.element)
    }
}

/// How long ago an event was, and how often it has been since.
enum EventAge {
    static func text(_ event: JSON, now: Timestamp) -> String {
        let first = event["eventTime"].isPresent ? event["eventTime"].age(now) : event["firstTimestamp"].age(now)
        let series = event["series"]
        if series.isPresent { return "\(series["lastObservedTime"].age(now)) (x\(series["count"].count) over \(first))" }
        if event["count"].count > 1 { return "\(event["lastTimestamp"].age(now)) (x\(event["count"].count) over \(first))" }
        return first
    }
}

extension String {
    /// Without white space at both ends.
    var trimmedSpace: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
