internal import Document
internal import Resources
internal import Schema

/// The APIServices that tell of what this server answers for itself. Those of its own kinds are made at its start; those of custom
/// kinds come and go with their definitions (upstream: kube-aggregator's `autoregister`).
enum OwnAPIServices {
    /// How an object that the server made is kept.
    static let managedLabel = "kube-aggregator.kubernetes.io/automanaged"
    private static let always = "true"
    private static let atStart = "onstart"

    static func atStart(_ catalogue: Catalogue) -> [JSON] {
        Set(catalogue.resources.map(\.groupVersion)).compactMap { groupVersion in
            APIPriority.ofOwn(groupVersion).map { document(groupVersion, $0, managed: atStart) }
        }.sorted { ($0["metadata"]["name"].string ?? "") < ($1["metadata"]["name"].string ?? "") }
    }

    static func custom(_ groupVersion: GroupVersion) -> JSON { document(groupVersion, .custom, managed: always) }

    static func name(_ groupVersion: GroupVersion) -> String { "\(groupVersion.version).\(groupVersion.group)" }

    /// Whether the server made it for a custom kind, and takes it away with that.
    static func isForCustom(_ record: ObjectRecord) -> Bool {
        record.label(managedLabel) == always && record.part("spec", "service").isNull
    }

    private static func document(_ groupVersion: GroupVersion, _ priority: APIPriority, managed: String) -> JSON {
        [
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
            "metadata": ["name": .string(name(groupVersion)), "labels": [managedLabel: .string(managed)]],
            "spec": [
                "group": groupVersion.group.isEmpty ? .null : .string(groupVersion.group), "version": .string(groupVersion.version),
                "groupPriorityMinimum": .int(Int64(priority.group)), "versionPriority": .int(Int64(priority.version)),
            ],
        ]
    }
}
