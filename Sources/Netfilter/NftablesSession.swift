/// libnftables in one network namespace, until `close`.
package final class NftablesSession: PacketFilter {
    private let thread: NftablesThread

    /// Opens a session in the network namespace at `namespace` (for example `/run/netns/name` or `/proc/PID/ns/net`; nil: the
    /// process's own). Needs CAP_NET_ADMIN there, and CAP_SYS_ADMIN to enter another.
    package static func open(namespace: String? = nil) async throws(PacketFilterError) -> NftablesSession {
        let thread = NftablesThread()
        let outcome = await withCheckedContinuation { continuation in
            thread.start(namespace: namespace) { continuation.resume(returning: $0) }
        }
        try outcome.get()
        return NftablesSession(thread: thread)
    }

    private init(thread: NftablesThread) { self.thread = thread }

    deinit { thread.close() }

    /// Ends the session's thread; what was asked before is still done.
    package func close() { thread.close() }

    package func apply(_ commands: String) async throws(PacketFilterError) { _ = try await run(commands, json: false) }

    package func query(_ command: String) async throws(PacketFilterError) -> [UInt8] { try await run(command, json: true) }

    private func run(_ commands: String, json: Bool) async throws(PacketFilterError) -> [UInt8] {
        let outcome: Result<[UInt8], PacketFilterError> = await withCheckedContinuation { continuation in
            do throws(PacketFilterError) {
                try thread.enqueue { context in
                    do throws(PacketFilterError) {
                        continuation.resume(returning: .success(try context.run(commands, json: json)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try outcome.get()
    }
}
