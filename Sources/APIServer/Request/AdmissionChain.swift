internal import Document
internal import Resources
internal import Synchronization

/// The admission plugins of a server, in order.
package struct AdmissionChain: Sendable {
    package let plugins: [any AdmissionPlugin]
    private let choice = Choice()

    package init(_ plugins: [any AdmissionPlugin] = []) { self.plugins = plugins }

    func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {
        let steps = steps(request)
        for (index, step) in steps.enumerated() {
            switch step {
            case .inside(let plugin):
                do throws(APIError) {
                    try plugin.mutate(&object, request)
                } catch {
                    guard let missing = plugin.missing(object, request) else { throw error }
                    await missing()
                    try plugin.mutate(&object, request)
                }
            case .outside(let plugin):
                guard plugin.asks(request), let change = try await plugin.change(&object, request) else { continue }
                // What came from outside is looked at by everybody before, once more.
                for case .inside(let earlier) in steps[..<index] { try earlier.mutate(&object, request) }
                try await plugin.changeAgain(&object, request, after: change)
            }
        }
    }

    func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {
        for step in steps(request) {
            switch step {
            case .inside(let plugin): try plugin.validate(object, request)
            case .outside(let plugin): if plugin.asks(request) { try await plugin.judge(object, request) }
            }
        }
    }

    private func steps(_ request: AdmissionRequest) -> [Step] {
        let kind = Choice.Kind(
            operation: request.operation, resource: request.type.qualifiedResource, isNamespaced: request.type.namespaced,
            subresource: request.subresource)
        return choice.steps(kind) {
            plugins.filter { $0.handles(request.operation, request.type, subresource: request.subresource) }.map(Step.init)
        }
    }
}

/// A plugin, told apart by whether it waits.
private enum Step: Sendable {
    case inside(any AdmissionPlugin)
    case outside(any OutsidePlugin)

    init(_ plugin: any AdmissionPlugin) {
        if let outside = plugin as? any OutsidePlugin { self = .outside(outside) } else { self = .inside(plugin) }
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

    private let known = Mutex<[Kind: [Step]]>([:])

    func steps(_ kind: Kind, _ choose: () -> [Step]) -> [Step] {
        if let steps = known.withLock({ $0[kind] }) { return steps }
        let steps = choose()
        known.withLock { known in
            if known.count == Self.limit { known = [:] }
            known[kind] = steps
        }
        return steps
    }
}
