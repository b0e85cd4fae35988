internal import HTTPServing
internal import NIOCore
internal import NIOPosix
internal import Resources
import Synchronization

/// Listens at ports of this machine and joins each connection to a port of a pod, over two streams of one SPDY connection.
final class PortForwarder: Sendable {
    static let protocolName = "portforward.k8s.io"
    /// Bytes of what a pod says about a failed connection.
    private static let messageLimit = 64 * 1024

    private typealias Client = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private typealias Listener = NIOAsyncChannel<Client, Never>

    private let session: SPDYSession
    private let console: Console
    private let requests = Mutex(0)

    init(connection: RawConnection, console: Console) {
        session = SPDYSession(connection: connection, role: .client)
        self.console = console
    }

    /// Forwards until the connection to the pod is lost or the task is cancelled.
    func run(_ mappings: [PortMapping], addresses: [String]) async throws {
        var listeners: [(Listener, PortMapping)] = []
        for mapping in mappings {
            do {
                listeners += try await listen(mapping, addresses)
            } catch {
                console.err("Unable to listen on port \(mapping.local): \(ErrorText.plain(error))\n")
            }
        }
        console.flush()
        if listeners.isEmpty {
            let all = mappings.map { "{\($0.local) \($0.remote)}" }.joined(separator: " ")
            throw Failure("unable to listen on any of the requested ports: [\(all)]")
        }
        let open = listeners
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await self.session.run() }
            for (listener, mapping) in open { group.addTask { await self.accept(listener, mapping) } }
            await group.next()
            group.cancelAll()
            self.session.close()
        }
        throw Failure("lost connection to pod")
    }

    /// `localhost` stands for both of its addresses, of which one is enough.
    private func listen(_ mapping: PortMapping, _ addresses: [String]) async throws -> [(Listener, PortMapping)] {
        var result: [(Listener, PortMapping)] = []
        var failures: [String] = []
        var mapping = mapping
        for address in addresses {
            let isLocal = address == "localhost"
            var own: [String] = []
            for host in isLocal ? ["127.0.0.1", "::1"] : [address] {
                do {
                    let listener = try await bind(host, mapping.local)
                    mapping.local = listener.channel.localAddress?.port ?? mapping.local
                    console.line("Forwarding from \(host.contains(":") ? "[\(host)]" : host):\(mapping.local) -> \(mapping.remote)")
                    result.append((listener, mapping))
                } catch {
                    let place = "\(host.contains(":") ? "[\(host)]" : host):\(mapping.local)"
                    own.append(
                        "unable to create listener: Error listen tcp\(host.contains(":") ? 6 : 4) \(place): bind: \(Self.reason(error))")
                }
            }
            if own.count == (isLocal ? 2 : 1) { failures += own }
        }
        if failures.isEmpty { return result }
        for (listener, _) in result { try? await listener.channel.close() }
        throw Failure("Listeners failed to create with the following errors: [\(failures.joined(separator: " "))]")
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? IOError)?.errnoCode {
        case 98: "address already in use"
        case 99: "cannot assign requested address"
        case 13: "permission denied"
        default: "\(error)"
        }
    }

    private func bind(_ host: String, _ port: Int) async throws -> Listener {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Client(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
    }

    private func accept(_ listener: Listener, _ mapping: PortMapping) async {
        try? await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { await self.serve(connection, mapping) }
                }
            }
        }
    }

    private func serve(_ client: Client, _ mapping: PortMapping) async {
        console.line("Handling connection for \(mapping.local)")
        console.flush()
        let id = requests.withLock { next in
            defer { next += 1 }
            return next
        }
        let common = [SPDYHeader("port", String(mapping.remote)), SPDYHeader("requestid", String(id))]
        do {
            let errors = try await session.openStream(headers: [SPDYHeader("streamtype", "error")] + common)
            await errors.finish()
            let data = try await session.openStream(headers: [SPDYHeader("streamtype", "data")] + common)
            let telling = Task { await self.tell(errors, mapping) }
            try? await client.executeThenClose { inbound, outbound in await Self.join(inbound, outbound, data) }
            await data.finish()
            await telling.value
            await data.reset()
            await errors.reset()
        } catch {
            console.err("error creating forwarding stream for port \(mapping.local) -> \(mapping.remote): \(error)\n")
            try? await client.channel.close()
        }
    }

    private func tell(_ errors: SPDYStream, _ mapping: PortMapping) async {
        guard let message = try? await errors.inbound.collect(upTo: Self.messageLimit), message.readableBytes > 0 else { return }
        console.err("an error occurred forwarding \(mapping.local) -> \(mapping.remote): \(String(buffer: message))\n")
    }

    /// Copies both ways. The pod's end ends the connection: what the client still says nobody would read.
    private static func join(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ data: SPDYStream
    ) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    for try await bytes in inbound { try await data.write(bytes) }
                } catch {
                    return true
                }
                await data.finish()
                return false
            }
            group.addTask {
                while let bytes = try? await data.inbound.next() {
                    do { try await outbound.write(bytes) } catch { break }
                }
                outbound.finish()
                return true
            }
            while let isOver = await group.next() {
                if isOver { group.cancelAll() }
            }
        }
    }
}
