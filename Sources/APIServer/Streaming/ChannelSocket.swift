internal import HTTPServing
internal import NIOCore

/// The WebSocket subprotocols that carry numbered channels, newest first.
enum ChannelProtocol: String, CaseIterable, Sendable {
    case v5 = "v5.channel.k8s.io"
    case v4 = "v4.channel.k8s.io"
    case v4Base64 = "v4.base64.channel.k8s.io"
    case channel = "channel.k8s.io"
    case base64 = "base64.channel.k8s.io"
    /// A client that names no subprotocol.
    case unnamed = ""

    var isBase64: Bool { self == .v4Base64 || self == .base64 }
    /// Whether the client can say that a channel's input has ended.
    var hasCloseSignal: Bool { self == .v5 }
    /// Whether the end of a command is told as a Status object; older clients get plain text, and only for failures.
    var reportsStatus: Bool { self == .v5 || self == .v4 || self == .v4Base64 }

    /// The first of the client's offers that is known.
    static func choose(from offered: [String]) -> ChannelProtocol? {
        if offered.isEmpty { return .unnamed }
        return offered.lazy.compactMap { ChannelProtocol(rawValue: $0) }.first { $0 != .unnamed }
    }
}

/// A WebSocket whose messages begin with the number of the channel they belong to.
struct ChannelSocket: Sendable {
    /// What a client says on a channel.
    enum Event: Sendable, Equatable {
        case data(channel: UInt8, ByteBuffer)
        case closed(channel: UInt8)
    }

    private static let closeSignal: UInt8 = 255

    let socket: WebSocketConnection
    let proto: ChannelProtocol

    /// The next event, nil when the client has gone.
    func next() async -> Event? {
        while let message = try? await socket.messages.next() {
            if let event = Self.parse(message.bytes, proto) { return event }
        }
        return nil
    }

    func send(_ channel: UInt8, _ bytes: ByteBuffer) async throws {
        try await socket.send(Self.message(channel, bytes, proto))
    }

    static func parse(_ message: ByteBuffer, _ proto: ChannelProtocol) -> Event? {
        var bytes = message
        guard let first: UInt8 = bytes.readInteger() else { return nil }
        if proto.hasCloseSignal, first == closeSignal {
            guard bytes.readableBytes == 1, let channel: UInt8 = bytes.readInteger() else { return nil }
            return .closed(channel: channel)
        }
        guard proto.isBase64 else { return .data(channel: first, bytes) }
        guard first >= UInt8(ascii: "0"), let decoded = Base64.decode(bytes.readableBytesView) else { return nil }
        return .data(channel: first - UInt8(ascii: "0"), ByteBuffer(bytes: decoded))
    }

    static func message(_ channel: UInt8, _ bytes: ByteBuffer, _ proto: ChannelProtocol) -> WebSocketMessage {
        var message = ByteBuffer()
        guard proto.isBase64 else {
            message.reserveCapacity(bytes.readableBytes + 1)
            message.writeInteger(channel)
            message.writeImmutableBuffer(bytes)
            return .binary(message)
        }
        message.writeInteger(UInt8(ascii: "0") + channel)
        message.writeString(Base64.encode(bytes.readableBytesView))
        return .text(message)
    }
}
