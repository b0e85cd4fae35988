import CNftables

/// Work inside another network namespace.
package enum NamespaceVisit {
    /// Runs `body` on a thread of its own inside the namespace at `path` (nil: this process's). A socket opened there stays there,
    /// whichever thread uses it later, so this is how a server comes to listen in a node's namespace.
    package static func run<Value: Sendable>(in path: String?, _ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let visit = ThreadStart {
                if let path {
                    let failure = coxswain_enter_network_namespace(path)
                    guard failure == 0 else {
                        return continuation.resume(throwing: PacketFilterError.namespace(path: path, errno: failure))
                    }
                }
                continuation.resume(with: Result { try body() })
            }
            if !visit.launch() { continuation.resume(throwing: PacketFilterError.unavailable) }
        }
    }
}
