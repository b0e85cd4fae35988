internal import Client
internal import Document
internal import Resources
import Synchronization

/// Finds what kinds are called in paths, and reads and writes the scale of anything that has one.
final class ScaleTargets: Sendable {
    /// How often a scale is written again when somebody else changes it meanwhile.
    static let attempts = 5

    private let client: any APIClient
    private let discovery: ResourceDiscovery
    private let known = Mutex<[QualifiedName: ResourceType]>([:])

    init(_ client: any APIClient) {
        self.client = client
        discovery = ResourceDiscovery(client: client)
    }

    /// The resource of a kind, in whatever version the server prefers.
    func resource(_ apiVersion: String, _ kind: String) async throws -> ResourceType {
        let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 2 { throw CalculationError("unexpected GroupVersion string: \(apiVersion)") }
        let name = QualifiedName(group: parts.count == 2 ? String(parts[0]) : "", name: kind)
        if let type = known.withLock({ $0[name] }) { return type }
        let found = try await discovery.all().first { $0.type.group == name.group && $0.type.kind == kind }
        guard let type = found?.type else {
            throw CalculationError("no matches for kind \"\(kind)\" in group \"\(name.group)\"")
        }
        known.withLock { $0[name] = type }
        return type
    }

    func scale(_ type: ResourceType, _ key: ObjectKey) async throws -> JSON {
        do {
            return try await client.getDocument(type, namespace: key.namespace, name: key.name, subresource: "scale")
        } catch let error as APIError where error.isNotFound {
            // The kind may be gone, or served in another version: it is looked up anew.
            known.withLock { $0[QualifiedName(group: type.group, name: type.kind)] = nil }
            throw error
        }
    }

    func set(_ type: ResourceType, _ key: ObjectKey, _ scale: JSON, replicas: Int) async throws {
        var scale = scale
        for attempt in 1... {
            scale["spec"]["replicas"] = .int(Int64(replicas))
            do {
                try await client.updateDocument(scale, type, namespace: key.namespace, name: key.name, subresource: "scale")
                return
            } catch let error as APIError where error.isConflict && attempt < Self.attempts {
                scale = try await self.scale(type, key)
            }
        }
    }
}
