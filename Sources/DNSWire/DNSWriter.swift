extension DNSMessage {
    /// The message as bytes, at most `limit` octets. Records that do not fit are left out from the end on; if an answer or authority
    /// record is missing the TC bit says so (RFC 2181 §9), and the client asks again over TCP. The OPT record always stays.
    package func encoded(limit: Int = DNSMessage.maximumBytes) -> [UInt8] {
        var writer = DNSWriter()
        writeHeader(into: &writer)
        for question in questions {
            writer.name(question.name)
            writer.short(question.type.rawValue)
            writer.short(question.recordClass.rawValue)
        }
        let reserved = edns.map { 11 + $0.options.count } ?? 0
        let room = min(limit, DNSMessage.maximumBytes) - reserved
        let answered = writer.records(answers, room: room)
        let authorised = answered == answers.count ? writer.records(authorities, room: room) : 0
        let complete = answered == answers.count && authorised == authorities.count
        var added = complete ? writer.records(additionals, room: room) : 0
        if let edns {
            writer.option(edns, responseCode)
            added += 1
        }
        writer.patch(6, UInt16(answered))
        writer.patch(8, UInt16(authorised))
        writer.patch(10, UInt16(added))
        if !complete { writer.bytes[2] |= 0x02 }
        return writer.bytes
    }

    private func writeHeader(into writer: inout DNSWriter) {
        writer.short(id)
        var flags = UInt16(opcode & 0xF) << 11 | (responseCode.rawValue & 0xF)
        if isResponse { flags |= 0x8000 }
        if isAuthoritative { flags |= 0x0400 }
        if isTruncated { flags |= 0x0200 }
        if recursionDesired { flags |= 0x0100 }
        if recursionAvailable { flags |= 0x0080 }
        if authenticData { flags |= 0x0020 }
        if checkingDisabled { flags |= 0x0010 }
        writer.short(flags)
        writer.short(UInt16(truncatingIfNeeded: questions.count))
        for _ in 0..<3 { writer.short(0) }
    }
}

/// Builds a message, remembering where names were written so that later ones can point at them.
struct DNSWriter {
    var bytes: [UInt8] = []
    /// Where a label of an earlier name starts; only offsets a pointer can express (14 bits).
    private var labelOffsets: [Int] = []

    /// Pointers beyond this offset cannot be expressed (RFC 1035 §4.1.4).
    private static let maximumPointer = 0x3FFF

    mutating func short(_ value: UInt16) {
        bytes.append(UInt8(value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func long(_ value: UInt32) {
        short(UInt16(value >> 16))
        short(UInt16(truncatingIfNeeded: value))
    }

    mutating func patch(_ offset: Int, _ value: UInt16) {
        bytes[offset] = UInt8(value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// A name, its longest known tail replaced by a pointer.
    mutating func name(_ name: DNSName) {
        var index = 0
        while index < name.wire.count {
            if let known = labelOffsets.first(where: { matches(name.wire[index...], at: $0) }) {
                short(0xC000 | UInt16(known))
                return
            }
            if bytes.count <= Self.maximumPointer { labelOffsets.append(bytes.count) }
            let end = index + 1 + Int(name.wire[index])
            bytes.append(contentsOf: name.wire[index..<end])
            index = end
        }
        bytes.append(0)
    }

    /// True when the name written at `offset` (following pointers) equals `tail`.
    private func matches(_ tail: ArraySlice<UInt8>, at offset: Int) -> Bool {
        var position = offset
        var index = tail.startIndex
        while true {
            // The name being written has no end yet: its own labels can match its tail only so far.
            guard position < bytes.count else { return false }
            let length = Int(bytes[position])
            if length & 0xC0 == 0xC0 {
                position = (length & 0x3F) << 8 | Int(bytes[position + 1])
                continue
            }
            if length == 0 { return index == tail.endIndex }
            guard index < tail.endIndex, Int(tail[index]) == length else { return false }
            guard DNSName.same(bytes[position...(position + length)], tail[index...(index + length)]) else { return false }
            position += 1 + length
            index += 1 + length
        }
    }

    /// Writes records while they end within `room`; returns how many were written.
    mutating func records(_ records: [DNSRecord], room: Int) -> Int {
        for (count, record) in records.enumerated() {
            let start = bytes.count
            let known = labelOffsets.count
            self.record(record)
            if bytes.count > room {
                bytes.removeLast(bytes.count - start)
                labelOffsets.removeLast(labelOffsets.count - known)
                return count
            }
        }
        return records.count
    }

    private mutating func record(_ record: DNSRecord) {
        name(record.name)
        short(record.data.type.rawValue)
        short(record.recordClass.rawValue)
        long(record.ttl)
        let lengthOffset = bytes.count
        short(0)
        data(record.data)
        patch(lengthOffset, UInt16(truncatingIfNeeded: bytes.count - lengthOffset - 2))
    }

    private mutating func data(_ data: DNSRecordData) {
        switch data {
        case .a(let address): long(address)
        case .aaaa(let address): bytes.append(contentsOf: address)
        case .ns(let target), .cname(let target), .ptr(let target): name(target)
        case .soa(let soa):
            name(soa.primary)
            name(soa.mailbox)
            for value in [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum] { long(value) }
        case .srv(let location):
            short(location.priority)
            short(location.weight)
            short(location.port)
            // RFC 2782 forbids compressing the target.
            bytes.append(contentsOf: location.target.wire)
            bytes.append(0)
        case .txt(let strings):
            for string in strings {
                bytes.append(UInt8(min(string.count, 255)))
                bytes.append(contentsOf: string.prefix(255))
            }
        case .other(_, let raw): bytes.append(contentsOf: raw)
        }
    }

    mutating func option(_ edns: DNSExtension, _ code: DNSResponseCode) {
        bytes.append(0)
        short(DNSRecordType.opt.rawValue)
        short(edns.payloadBytes)
        bytes.append(UInt8(truncatingIfNeeded: code.rawValue >> 4))
        bytes.append(edns.version)
        short(edns.dnssecOK ? 0x8000 : 0)
        short(UInt16(truncatingIfNeeded: edns.options.count))
        bytes.append(contentsOf: edns.options)
    }
}
