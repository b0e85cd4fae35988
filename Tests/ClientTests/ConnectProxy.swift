import NIOCore
import NIOPosix
import Synchronization

/// A proxy on loopback that makes tunnels (RFC 9110 §9.3.6) for the time of a test, and remembers what it was asked for.
final class ConnectProxy: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    let port: Int
    private let server: NIOAsyncChannel<Connection, Never>
    private let seen = Mutex<[String]>([])

    /// The heads of all requests so far.
    var requests: [String] { seen.withLock { $0 } }

    static func with<Result>(_ body: (ConnectProxy) async throws -> Result) async throws -> Result {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
        }
        let proxy = ConnectProxy(server)
        let serving = Task { await proxy.serve() }
        do {
            let result = try await body(proxy)
            serving.cancel()
            await serving.value
            return result
        } catch {
            serving.cancel()
            await serving.value
            throw error
        }
    }

    private init(_ server: NIOAsyncChannel<Connection, Never>) {
        self.server = server
        port = server.channel.localAddress?.port ?? 0
    }

    private func serve() async {
        try? await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections { group.addTask { try? await self.tunnel(connection) } }
            }
        }
    }

    private func tunnel(_ client: Connection) async throws {
        try await client.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            var head = ""
            while !head.hasSuffix("\r\n\r\n"), let part = try await parts.next() { head += String(buffer: part) }
            let asked = head
            seen.withLock { $0.append(asked) }
            let target = head.split(separator: " ").dropFirst().first?.split(separator: ":") ?? []
            guard head.hasPrefix("CONNECT "), target.count == 2, let port = Int(target[1]) else { return }
            let upstream = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: String(target[0]), port: port) { channel in
                    channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
                }
            try await upstream.executeThenClose { answers, questions in
                try await outbound.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
                let back = Task { for try await answer in answers { try await outbound.write(answer) } }
                while let part = try await parts.next() { try await questions.write(part) }
                back.cancel()
            }
        }
    }
}
