internal import Document
internal import Resources
internal import Synchronization

/// The admission plugins of a server, in order.
package struct AdmissionChain: Sendable {
    package let plugins: [any AdmissionPlugin]
    private let choice = Choice()

    package init(_ plugins: [any AdmissionPlugin] = []) { self.plugins = plugins }

    func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {
        let wanted = wanted(request)
        for (index, plugin) in wanted.enumerated() {
            guard let outside = plugin.outside else {
                try await plugin.mutate(&object, request)
                continue
            }
            guard let change = try await outside.change(&object, request) else { continue }
            // What came from outside is looked at by everybody before, once more.
            for earlier in wanted[..<index] { try await earlier.mutate(&object, request) }
            try await outside.changeAgain(&object, request, after: change)
        }
    }

    func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {
        for plugin in wanted(request) { try await plugin.validate(object, request) }
    }

    private func wanted(_ request: AdmissionRequest) -> [any AdmissionPlugin] {
        let kind = Choice.Kind(
            operation: request.operation, resource: request.type.qualifiedResource, isNamespaced: request.type.namespaced,
            subresource: request.subresource)
        return choice.plugins(kind) {
            plugins.filter { $0.handles(request.operation, request.type, subresource: request.subresource) }
        }
    }
}

/// Which plugins handle which kind of request, once it is known.
private final class Choice: Sendable {
    struct Kind: Hashable {
        let operation: AdmissionRequest.Operation
        let resource: QualifiedName
        let isNamespaced: Bool
        let subresource: String
    }

    /// More kinds than there are, unless custom resources come and go all the time.
    private static let limit = 4_096

    private let known = Mutex<[Kind: [any AdmissionPlugin]]>([:])

    func plugins(_ kind: Kind, _ choose: () -> [any AdmissionPlugin]) -> [any AdmissionPlugin] {
        if let plugins = known.withLock({ $0[kind] }) { return plugins }
        let plugins = choose()
        known.withLock { known in
            if known.count == Self.limit { known = [:] }
            known[kind] = plugins
        }
        return plugins
    }
}
