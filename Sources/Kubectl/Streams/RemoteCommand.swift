internal import Document
internal import HTTPServing
internal import NIOCore
internal import Resources
import Synchronization

/// One exec or attach: streams over the numbered channels of a WebSocket (KEP-4006), and how it ends.
struct RemoteCommand: Sendable {
    /// Newest first. Version 5 can end the input alone.
    private static let subprotocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"]
    /// Bytes of the status at the end.
    private static let statusLimit = 1024 * 1024

    private enum Channel {
        static let input: UInt8 = 0
        static let output: UInt8 = 1
        static let errors: UInt8 = 2
        static let status: UInt8 = 3
        static let size: UInt8 = 4
        static let closing: UInt8 = 255
    }

    /// Where the input comes from.
    enum Input: Sendable {
        case none
        /// The process' own, passed through what filters keys.
        case standard(DetachKeys?)
        /// Made elsewhere; ends with nil.
        case made(@Sendable () async throws -> [UInt8]?)

        var isNone: Bool { if case .none = self { true } else { false } }
    }

    /// The path of pods/exec or pods/attach.
    var path: String
    var container: String
    /// Empty for attach.
    var command: [String] = []
    var input = Input.none
    var isTerminal = false
    var takesErrors = true
    var output: @Sendable ([UInt8]) async throws -> Void
    var errors: @Sendable ([UInt8]) async throws -> Void

    private var query: [(name: String, value: String)] {
        var query = command.map { (name: "command", value: $0) }
        query.append(("container", container))
        if !input.isNone { query.append(("stdin", "true")) }
        query.append(("stdout", "true"))
        if takesErrors, !isTerminal { query.append(("stderr", "true")) }
        if isTerminal { query.append(("tty", "true")) }
        return query
    }

    /// Runs it to its end.
    /// - Parameter terminal: the one to be given over, in raw mode already.
    /// - Throws: `Failure` with the command's own status when that is not 0.
    func run(_ endpoint: StreamEndpoint, terminal: RawTerminal? = nil) async throws {
        let socket = try await endpoint.webSocket(StreamEndpoint.target(path, query), subprotocols: Self.subprotocols)
        let detached = Mutex(false)
        // Neither waits for an end that may never come: they end with the process, or when the socket refuses what they send.
        let feeding = Task { await feed(socket) { detached.withLock { $0 = true } } }
        let watching = terminal.map { terminal in Task { await watch(terminal, socket) } }
        defer {
            feeding.cancel()
            watching?.cancel()
        }
        // The messages end when the server closes, which is answered underneath; nobody waits for TLS to say farewell too.
        let status = try await receive(socket)
        if detached.withLock({ $0 }) { return }
        try Self.check(status)
    }

    private func receive(_ socket: WebSocketConnection) async throws -> [UInt8] {
        var status: [UInt8] = []
        while let message = try await socket.messages.next() {
            var bytes = message.bytes
            guard let channel: UInt8 = bytes.readInteger(), bytes.readableBytes > 0 else { continue }
            let content = Array(bytes.readableBytesView)
            switch channel {
            case Channel.output: try await output(content)
            case Channel.errors: try await errors(content)
            case Channel.status:
                status += content
                if status.count > Self.statusLimit { throw Failure("error stream protocol error: the status is too long") }
            default: break
            }
        }
        return status
    }

    private func feed(_ socket: WebSocketConnection, detached: @escaping @Sendable () -> Void) async {
        do {
            switch input {
            case .none: return
            case .made(let next):
                while let bytes = try await next() { try await send(bytes, Channel.input, socket) }
            case .standard(var keys):
                while let bytes = await InputPump.next() {
                    guard keys != nil, let (passed, isDetached) = keys?.filter(bytes) else {
                        try await send(bytes, Channel.input, socket)
                        continue
                    }
                    if !passed.isEmpty { try await send(passed, Channel.input, socket) }
                    if isDetached {
                        detached()
                        return await socket.close(.normal)
                    }
                }
            }
            try await send([Channel.input], Channel.closing, socket)
        } catch {
            // The socket has gone: whoever reads from it knows why.
        }
    }

    private func watch(_ terminal: RawTerminal, _ socket: WebSocketConnection) async {
        if let size = RawTerminal.size { try? await send(Array(size.message.utf8), Channel.size, socket) }
        await terminal.watch { size in try? await send(Array(size.message.utf8), Channel.size, socket) }
    }

    private func send(_ bytes: [UInt8], _ channel: UInt8, _ socket: WebSocketConnection) async throws {
        var message = ByteBuffer()
        message.reserveCapacity(bytes.count + 1)
        message.writeInteger(channel)
        message.writeBytes(bytes)
        try await socket.send(.binary(message))
    }

    /// What the Status object that ends a command says.
    static func check(_ bytes: [UInt8]) throws {
        if bytes.isEmpty { return }
        guard let status = try? JSON.parse(bytes) else {
            throw Failure("error stream protocol error: invalid status in \(String(decoding: bytes, as: UTF8.self).goQuoted)")
        }
        switch status["status"].words {
        case "Success": return
        case "Failure":
            guard status["reason"].words == "NonZeroExitCode" else { throw Failure(status["message"].words) }
            let cause = status["details"]["causes"].items.first { $0["reason"].words == "ExitCode" }
            guard let cause else { throw Failure("error stream protocol error: no ExitCode cause given") }
            guard let code = UInt8(cause["message"].words) else {
                throw Failure("error stream protocol error: invalid exit code value \(cause["message"].words.goQuoted)")
            }
            throw Failure("command terminated with exit code \(code)", exitCode: Int32(code), bare: true)
        default: throw Failure("error stream protocol error: unknown error")
        }
    }
}
