package import Resources

/// Which objects of a resource a list or watch is about.
package struct Selection: Sendable, Hashable {
    /// Nil for all namespaces.
    package var namespace: String?
    package var labels: LabelSelector
    package var fields: FieldSelector

    package init(namespace: String? = nil, labels: LabelSelector = .everything, fields: FieldSelector = .everything) {
        self.namespace = namespace
        self.labels = labels
        self.fields = fields
    }

    /// Whether objects enter and leave the selection while they live.
    package var isFiltered: Bool { !labels.isEverything || !fields.isEverything }

    package func matches(_ record: ObjectRecord) -> Bool {
        if let namespace, record.key.namespace != namespace { return false }
        return (labels.isEverything || labels.matches(record.labels)) && (fields.isEverything || fields.matches(record))
    }
}
