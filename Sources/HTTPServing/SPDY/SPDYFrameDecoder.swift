import NIOCore

/// Bytes to frames, at whatever boundaries the bytes come.
package struct SPDYFrameDecoder: ~Copyable {
    /// Bytes of a control frame: the widest header block that makes sense in exec and port-forward is far below.
    static let controlLimit = 1024 * 1024
    /// Bytes of a data frame.
    static let dataLimit = 16 * 1024 * 1024

    private var pending = ByteBuffer()
    private let inflater = SPDYHeaderInflater()

    package init() {}

    package mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.discardReadBytes()
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole frame, nil when more bytes are needed.
    package mutating func next() throws(SPDYError) -> SPDYFrame? {
        while pending.readableBytes >= 8 {
            guard let first: UInt32 = pending.getInteger(at: pending.readerIndex),
                let second: UInt32 = pending.getInteger(at: pending.readerIndex + 4)
            else { return nil }
            let length = Int(second & 0xFF_FFFF)
            let isControl = first & 0x8000_0000 != 0
            guard length <= (isControl ? Self.controlLimit : Self.dataLimit) else { throw .frameTooLarge(length) }
            guard pending.readableBytes >= 8 + length else { return nil }
            pending.moveReaderIndex(forwardBy: 8)
            guard var body = pending.readSlice(length: length) else { return nil }
            let flags = UInt8(second >> 24)
            guard isControl else { return .data(stream: first & 0x7FFF_FFFF, finished: flags & 1 != 0, bytes: body) }
            let version = UInt16(first >> 16 & 0x7FFF)
            guard version == SPDYFrameEncoder.version else { throw .unsupportedVersion(version) }
            if let frame = try control(type: UInt16(first & 0xFFFF), flags: flags, &body) { return frame }
            // A control frame of unknown type is skipped (section 2.2.1).
        }
        return nil
    }

    private func control(type: UInt16, flags: UInt8, _ body: inout ByteBuffer) throws(SPDYError) -> SPDYFrame? {
        let finished = flags & 1 != 0
        switch type {
        case 1:
            guard let (stream, associated, priority, _) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt8, UInt8).self) else {
                throw .malformedFrame(type: type)
            }
            return .openStream(
                stream: stream & 0x7FFF_FFFF, associated: associated & 0x7FFF_FFFF, priority: priority >> 5, finished: finished,
                unidirectional: flags & 2 != 0, headers: try inflater.read(body))
        case 2, 8:
            guard let stream: UInt32 = body.readInteger() else { throw .malformedFrame(type: type) }
            let headers = try inflater.read(body)
            return type == 2
                ? .reply(stream: stream & 0x7FFF_FFFF, finished: finished, headers: headers)
                : .headers(stream: stream & 0x7FFF_FFFF, finished: finished, headers: headers)
        case 3, 7, 9:
            guard let (first, second) = body.readMultipleIntegers(as: (UInt32, UInt32).self) else { throw .malformedFrame(type: type) }
            let stream = first & 0x7FFF_FFFF
            if type == 3 { return .reset(stream: stream, status: second) }
            if type == 7 { return .goAway(lastGoodStream: stream, status: second) }
            return .windowUpdate(stream: stream, delta: second & 0x7FFF_FFFF)
        case 4:
            guard let count: UInt32 = body.readInteger(), body.readableBytes == Int(count) * 8 else { throw .malformedFrame(type: type) }
            var entries: [SPDYFrame.Setting] = []
            while let (key, value) = body.readMultipleIntegers(as: (UInt32, UInt32).self) {
                entries.append(.init(flags: UInt8(key >> 24), id: key & 0xFF_FFFF, value: value))
            }
            return .settings(clearsPrevious: finished, entries: entries)
        case 6:
            guard let id: UInt32 = body.readInteger() else { throw .malformedFrame(type: type) }
            return .ping(id: id)
        default:
            return nil
        }
    }
}

/// What makes a SPDY connection unusable.
package enum SPDYError: Error, Sendable, Equatable {
    case frameTooLarge(Int)
    case unsupportedVersion(UInt16)
    case malformedFrame(type: UInt16)
    case badHeaderBlock
    /// The peer opened a stream with a number that is not its to use.
    case badStreamNumber(UInt32)
}
