import NIOCore

/// A frame of SPDY/3.1, as far as the streaming protocols of Kubernetes use it (SPDY Protocol, draft 3.1, section 2).
package enum SPDYFrame: Sendable, Equatable {
    package typealias Headers = [SPDYHeader]

    case data(stream: UInt32, finished: Bool, bytes: ByteBuffer)
    case openStream(stream: UInt32, associated: UInt32, priority: UInt8, finished: Bool, unidirectional: Bool, headers: Headers)
    case reply(stream: UInt32, finished: Bool, headers: Headers)
    case reset(stream: UInt32, status: UInt32)
    case settings(clearsPrevious: Bool, entries: [Setting])
    case ping(id: UInt32)
    case goAway(lastGoodStream: UInt32, status: UInt32)
    case headers(stream: UInt32, finished: Bool, headers: Headers)
    case windowUpdate(stream: UInt32, delta: UInt32)

    package struct Setting: Sendable, Equatable {
        package var flags: UInt8
        package var id: UInt32
        package var value: UInt32

        package init(flags: UInt8 = 0, id: UInt32, value: UInt32) {
            self.flags = flags
            self.id = id
            self.value = value
        }
    }

    /// Codes of RST_STREAM (section 2.6.3) that are used here.
    package enum ResetCode {
        package static let protocolError: UInt32 = 1
        package static let invalidStream: UInt32 = 2
        package static let refusedStream: UInt32 = 3
        package static let cancel: UInt32 = 5
        package static let internalError: UInt32 = 6
        package static let streamAlreadyClosed: UInt32 = 9
    }
}

/// A name with a value; several values of one name are joined by NUL on the wire.
package struct SPDYHeader: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [SPDYHeader] {
    /// The value of a name, whatever its case.
    package func first(name: String) -> String? {
        let lowered = name.lowercased()
        return first { $0.name.lowercased() == lowered }?.value
    }
}
