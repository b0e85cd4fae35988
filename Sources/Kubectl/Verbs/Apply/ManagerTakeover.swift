internal import Client
internal import Document
internal import Schema

/// Hands the fields that `apply` came to own while it merged on this side to the manager of server-side apply (KEP-555, "upgrading
/// from client-side to server-side apply").
enum ManagerTakeover {
    /// The name under which `apply` writes when it merges on this side.
    static let clientSide = "kubectl-client-side-apply"

    private static let annotation: [PathElement] = [
        .field("metadata"), .field("annotations"), .field(LastApplied.annotation),
    ]

    /// The patch that rewrites the record of managers of an object that `manager` has just applied; nil when there is nothing to hand over.
    static func record(of object: JSON, by manager: String) -> Patch? {
        guard let managed = ManagedFields(json: object["metadata"]["managedFields"]),
            let target = managed.entries.firstIndex(where: {
                $0.manager.name == manager && $0.manager.operation == .apply && $0.manager.subresource.isEmpty
            }),
            managed.entries.contains(where: { isClientSide($0) && $0.fields.contains(annotation) })
        else { return nil }
        var entries = managed.entries
        for entry in managed.entries where isClientSide(entry) && entry.manager.apiVersion == entries[target].manager.apiVersion {
            entries[target].fields = entries[target].fields.union(entry.fields)
        }
        entries[target].fields = entries[target].fields.subtracting(FieldSet([annotation]))
        entries.removeAll { isClientSide($0) }
        return .json([
            ["op": "replace", "path": "/metadata/managedFields", "value": ManagedFields(entries).json],
            ["op": "replace", "path": "/metadata/resourceVersion", "value": object["metadata"]["resourceVersion"]],
        ])
    }

    private static func isClientSide(_ entry: ManagedFields.Entry) -> Bool {
        entry.manager.name == clientSide && entry.manager.operation == .update && entry.manager.subresource.isEmpty
    }
}
