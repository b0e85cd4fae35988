import Document
import Resources
import Synchronization

@testable import APIServer

/// Watch caches that a test fills by hand.
final class CachesFixture: Sendable {
    let caches: ObjectCaches
    private let revision = Mutex<UInt64>(0)

    static let types: [ResourceType] = [
        .pods, .nodes, .namespaces, .secrets, .configMaps, .serviceAccounts, .persistentVolumes, .persistentVolumeClaims, .services,
        .priorityClasses, .ingressClasses, .roles, .clusterRoles, .roleBindings, .clusterRoleBindings,
        ResourceType(plural: "limitranges", kind: "LimitRange"), ResourceType(plural: "resourcequotas", kind: "ResourceQuota"),
        ResourceType(group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false),
    ]

    init(_ documents: [(ResourceType, JSON)] = []) {
        caches = ObjectCaches(Self.types.map { ($0, WatchCache { 0 }) })
        for (type, document) in documents { put(type, document) }
    }

    private func nextRevision() -> UInt64 {
        revision.withLock { revision in
            revision += 1
            return revision
        }
    }

    func put(_ type: ResourceType, _ document: JSON) {
        let revision = nextRevision()
        var document = document
        document["metadata"]["resourceVersion"] = .string(String(revision))
        var fields: [(path: String, value: String)] = []
        if type == .pods { fields.append(("spec.nodeName", document["spec"]["nodeName"].string ?? "")) }
        if type == .namespaces { fields.append(("status.phase", document["status"]["phase"].string ?? "Active")) }
        let record = ObjectRecord(document: document, fields: fields)
        caches[type]?.apply([WatchCache.Change(key: record.key, revision: revision, record: record)])
    }

    func remove(_ type: ResourceType, _ key: ObjectKey) {
        caches[type]?.apply([WatchCache.Change(key: key, revision: nextRevision(), record: nil)])
    }
}

func named(_ name: String, namespace: String? = nil, uid: String = "uid", labels: [String: String] = [:]) -> JSON {
    [
        "metadata": [
            "name": .string(name), "namespace": JSON(namespace), "uid": .string(uid), "labels": labels.isEmpty ? .null : JSON(labels),
        ]
    ]
}

extension JSON {
    /// The document with more members.
    func with(_ members: JSON) -> JSON {
        var result = self
        for (key, value) in members.object ?? JSONObject() { result[key] = value }
        return result
    }
}
