internal import Document
internal import Resources

/// Namespace and selectors of a list or watch, over any field of the document.
struct ObjectFilter: Sendable {
    private var namespace: String?
    private var labels: LabelSelector
    private var fields: FieldSelector

    init(_ namespace: String?, _ labels: String?, _ fields: String?) throws {
        self.namespace = namespace.flatMap { $0.isEmpty ? nil : $0 }
        do {
            self.labels = try LabelSelector.parse(labels ?? "")
            self.fields = try FieldSelector.parse(fields ?? "")
        } catch {
            throw APIError.badRequest(error.message)
        }
    }

    func matches(_ record: ObjectRecord) -> Bool {
        if let namespace, record.key.namespace != namespace { return false }
        guard labels.matches(record.labels) else { return false }
        if fields.isEverything { return true }
        let document = (try? record.document()) ?? .null
        return fields.matches { path in
            path.split(separator: ".").reduce(document) { $0[String($1)] }.string
        }
    }

    /// The event as a watcher with this filter sees it: objects come and go with their matching.
    func narrow(_ event: WatchEvent, previous: ObjectRecord?) -> WatchEvent? {
        guard let record = event.record else { return event }
        let before = previous.map(matches) ?? false
        if case .deleted = event { return before ? event : nil }
        return switch (before, matches(record)) {
        case (false, true): .added(record)
        case (true, true): .modified(record)
        case (true, false): .deleted(record)
        case (false, false): nil
        }
    }
}
