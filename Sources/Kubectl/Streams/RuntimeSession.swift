internal import Client
internal import Document
internal import HTTPServing
internal import NIOCore
internal import Resources
import Synchronization

/// Joins this process' streams to a process of a container right at the runtime's streaming server, which speaks SPDY with the remote
/// command protocol v4: a stream each for errors, input, outputs and terminal sizes.
///
/// SPDY and not WebSocket, because only there input can end alone with runtimes as old as containerd 1.6.
package struct RuntimeSession: Sendable {
    package enum End: Sendable, Equatable {
        /// The process ended with this code, or the container attached to did, which tells 0.
        case ended(Int32)
        /// The user left with the detach keys; the process goes on.
        case detached
        /// The runtime could not start the process, in its own words.
        case failed(String)
    }

    private static let protocolName = "v4.channel.k8s.io"
    /// Bytes of the status at the end.
    private static let statusLimit = 64 * 1024

    private let endpoint: StreamEndpoint
    private let target: String
    private let takesInput: Bool
    private let takesOutput: Bool
    private let isTerminal: Bool
    private let detachKeys: DetachKeys?

    /// - Parameters:
    ///   - url: what the runtime answered to exec or attach.
    ///   - takesInput, takesOutput, isTerminal: as they were asked for there.
    ///   - canDetach: whether `ctrl-p,ctrl-q` leaves the process to itself.
    package init(url: String, takesInput: Bool, takesOutput: Bool = true, isTerminal: Bool, canDetach: Bool = false) throws {
        guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/") else {
            throw Failure("the runtime's stream address is not understood: \(url)")
        }
        endpoint = try StreamEndpoint(ClientConfiguration(server: String(url[..<slash])))
        target = String(url[slash...])
        (self.takesInput, self.takesOutput, self.isTerminal) = (takesInput, takesOutput, isTerminal)
        detachKeys = canDetach && isTerminal ? try DetachKeys("") : nil
    }

    /// Whether standard input is a terminal that can be given over.
    package static var inputIsTerminal: Bool { Console().inputIsTerminal }

    /// Runs it to its end.
    /// - Parameter opened: called when the streams stand, before anything of them is shown.
    package func run(opened: @Sendable () async -> Void = {}) async throws -> End {
        let terminal = isTerminal && takesInput ? RawTerminal() : nil
        defer { terminal?.restore() }
        let raw = try await endpoint.spdy(target, protocolName: Self.protocolName)
        let session = SPDYSession(connection: raw, role: .client)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await session.run() }
            defer {
                session.close()
                group.cancelAll()
            }
            return try await converse(session, terminal, opened)
        }
    }

    private func converse(_ session: SPDYSession, _ terminal: RawTerminal?, _ opened: @Sendable () async -> Void) async throws -> End {
        let errors = try await open(session, "error")
        let input = takesInput ? try await open(session, "stdin") : nil
        let output = takesOutput ? try await open(session, "stdout") : nil
        let complaints = takesOutput && !isTerminal ? try await open(session, "stderr") : nil
        let size = isTerminal ? try await open(session, "resize") : nil
        await opened()
        let detached = Mutex(false)
        // Neither waits for an end that may never come: they end with the process, or when the connection refuses what they send.
        let feeding = Task {
            await feed(input) {
                detached.withLock { $0 = true }
                session.close()
            }
        }
        let watching = Task { await watch(terminal, size) }
        defer {
            feeding.cancel()
            watching.cancel()
        }
        let console = Console()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { while let bytes = try? await output?.inbound.next() { console.out(Array(bytes.readableBytesView)) } }
            group.addTask { while let bytes = try? await complaints?.inbound.next() { console.err(Array(bytes.readableBytesView)) } }
            await group.waitForAll()
        }
        let status = await status(errors)
        return detached.withLock { $0 } ? .detached : Self.end(status)
    }

    private func open(_ session: SPDYSession, _ type: String) async throws -> SPDYStream {
        try await session.openStream(headers: [SPDYHeader("streamtype", type)])
    }

    /// Runtimes reset all streams once they are done, so a reset is an end like any other.
    private func status(_ errors: SPDYStream) async -> [UInt8] {
        var status: [UInt8] = []
        while status.count < Self.statusLimit, let part = try? await errors.inbound.next() { status += part.readableBytesView }
        return status
    }

    private func feed(_ input: SPDYStream?, detached: @escaping @Sendable () -> Void) async {
        guard let input else { return }
        var keys = detachKeys
        while let bytes = await InputPump.next() {
            var passed = bytes
            if let (kept, leaves) = keys?.filter(bytes) {
                if leaves { return detached() }
                passed = kept
            }
            guard !passed.isEmpty else { continue }
            do { try await input.write(ByteBuffer(bytes: passed)) } catch { return }
        }
        await input.finish()
    }

    /// A terminal that changes its size has programs draw their prompt anew: it was written before anybody was there to see it.
    private func watch(_ terminal: RawTerminal?, _ stream: SPDYStream?) async {
        guard let terminal, let stream, let size = RawTerminal.size else { return }
        func tell(_ size: RawTerminal.Size) async { try? await stream.write(ByteBuffer(string: size.message)) }
        await tell(RawTerminal.Size(width: size.width &+ 1, height: size.height &+ 1))
        await tell(size)
        await terminal.watch { size in try? await stream.write(ByteBuffer(string: size.message)) }
    }

    /// What the Status object that ends a command says. Nothing at all is the end of an attachment.
    static func end(_ bytes: [UInt8]) -> End {
        if bytes.isEmpty { return .ended(0) }
        do {
            try RemoteCommand.check(bytes)
            return .ended(0)
        } catch let failure as Failure where failure.isBare {
            return .ended(failure.exitCode)
        } catch {
            return .failed(ErrorText.plain(error))
        }
    }
}
