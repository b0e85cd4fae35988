internal import Document
internal import Resources

/// What is left in a namespace that is being deleted.
struct NamespaceContent: Sendable {
    /// Objects by resource.
    private(set) var remaining: [String: Int] = [:]
    /// Objects that a finalizer keeps, by finalizer.
    private(set) var finalizers: [String: Int] = [:]
    var failures: [String] = []

    var isEmpty: Bool { remaining.isEmpty && failures.isEmpty }

    mutating func add(_ type: ResourceType, _ records: [ObjectRecord]) {
        guard !records.isEmpty else { return }
        remaining["\(type.plural).\(type.group)"] = records.count
        for record in records where MetadataMarkers.hasFinalizers(record.bytes) {
            for finalizer in (try? record.document())?["metadata", "finalizers"].strings ?? [] { finalizers[finalizer, default: 0] += 1 }
        }
    }

    /// The conditions that say what keeps the namespace, in upstream's words.
    var conditions: [Condition] {
        let counts = { (counts: [String: Int], words: (String, Int) -> String) in
            counts.sorted { $0.key < $1.key }.map { words($0.key, $0.value) }.joined(separator: ", ")
        }
        return [
            Condition(
                type: "NamespaceDeletionDiscoveryFailure", status: .isFalse, reason: "ResourcesDiscovered",
                message: "All resources successfully discovered"),
            Condition(
                type: "NamespaceDeletionGroupVersionParsingFailure", status: .isFalse, reason: "ParsedGroupVersions",
                message: "All legacy kube types successfully parsed"),
            failures.isEmpty
                ? Condition(
                    type: "NamespaceDeletionContentFailure", status: .isFalse, reason: "ContentDeleted",
                    message: "All content successfully deleted, may be waiting on finalization")
                : Condition(
                    type: "NamespaceDeletionContentFailure", status: .isTrue, reason: "ContentDeletionFailed",
                    message: "Failed to delete all resource types, \(failures.count) remaining: \(failures.joined(separator: ", "))"),
            remaining.isEmpty
                ? Condition(
                    type: "NamespaceContentRemaining", status: .isFalse, reason: "ContentRemoved",
                    message: "All content successfully removed")
                : Condition(
                    type: "NamespaceContentRemaining", status: .isTrue, reason: "SomeResourcesRemain",
                    message: "Some resources are remaining: " + counts(remaining) { "\($0) has \($1) resource instances" }),
            finalizers.isEmpty
                ? Condition(
                    type: "NamespaceFinalizersRemaining", status: .isFalse, reason: "ContentHasNoFinalizers",
                    message: "All content-preserving finalizers finished")
                : Condition(
                    type: "NamespaceFinalizersRemaining", status: .isTrue, reason: "SomeFinalizersRemain",
                    message: "Some content in the namespace has finalizers remaining: "
                        + counts(finalizers) { "\($0) in \($1) resource instances" }),
        ]
    }
}
