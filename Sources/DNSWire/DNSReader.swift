extension DNSMessage {
    /// Reads a message. Every length comes from outside: nothing is read beyond the end, a name costs at most 255 octets and its
    /// pointers only lead backwards, so the work is linear in the message but for names, each bounded.
    package init(parsing bytes: [UInt8]) throws(DNSSyntaxError) {
        var reader = DNSReader(bytes: bytes)
        self.init(id: try reader.short())
        let flags = try reader.short()
        isResponse = flags & 0x8000 != 0
        opcode = UInt8(flags >> 11 & 0xF)
        isAuthoritative = flags & 0x0400 != 0
        isTruncated = flags & 0x0200 != 0
        recursionDesired = flags & 0x0100 != 0
        recursionAvailable = flags & 0x0080 != 0
        authenticData = flags & 0x0020 != 0
        checkingDisabled = flags & 0x0010 != 0
        responseCode = DNSResponseCode(rawValue: flags & 0xF)
        let counts = (try reader.short(), try reader.short(), try reader.short(), try reader.short())
        for _ in 0..<counts.0 {
            let name = try reader.name()
            let type = DNSRecordType(rawValue: try reader.short())
            questions.append(DNSQuestion(name: name, type: type, recordClass: DNSRecordClass(rawValue: try reader.short())))
        }
        for _ in 0..<counts.1 { answers.append(try reader.record()) }
        for _ in 0..<counts.2 { authorities.append(try reader.record()) }
        for _ in 0..<counts.3 { try readAdditional(&reader) }
    }

    private mutating func readAdditional(_ reader: inout DNSReader) throws(DNSSyntaxError) {
        let record = try reader.record()
        guard case .other(.opt, let options) = record.data else {
            additionals.append(record)
            return
        }
        guard edns == nil, record.name.wire.isEmpty else { throw .badEDNS }
        responseCode.rawValue |= UInt16(record.ttl >> 24) << 4
        edns = DNSExtension(
            payloadBytes: record.recordClass.rawValue, version: UInt8(truncatingIfNeeded: record.ttl >> 16),
            dnssecOK: record.ttl & 0x8000 != 0, options: options)
    }
}

/// A cursor over a whole message; compression needs to look back, so it keeps all of it.
struct DNSReader {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte() throws(DNSSyntaxError) -> UInt8 {
        guard index < bytes.count else { throw .truncated }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func short() throws(DNSSyntaxError) -> UInt16 {
        guard bytes.count - index >= 2 else { throw .truncated }
        defer { index += 2 }
        return UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    mutating func long() throws(DNSSyntaxError) -> UInt32 {
        let high = try short()
        return UInt32(high) << 16 | UInt32(try short())
    }

    mutating func take(_ count: Int) throws(DNSSyntaxError) -> [UInt8] {
        guard bytes.count - index >= count else { throw .truncated }
        defer { index += count }
        return Array(bytes[index..<(index + count)])
    }

    /// A possibly compressed name (RFC 1035 §4.1.4). Each pointer must lead before the part it closes, so there is no circle.
    mutating func name() throws(DNSSyntaxError) -> DNSName {
        var wire: [UInt8] = []
        var position = index
        var limit = index
        var end: Int?
        while true {
            guard position < bytes.count else { throw .truncated }
            let length = Int(bytes[position])
            switch length & 0xC0 {
            case 0x00 where length == 0:
                index = end ?? position + 1
                return DNSName(unchecked: wire)
            case 0x00:
                guard position + 1 + length <= bytes.count else { throw .truncated }
                guard wire.count + 1 + length < DNSName.maximumWireBytes else { throw .badName }
                wire.append(contentsOf: bytes[position...(position + length)])
                position += 1 + length
            case 0xC0:
                guard position + 1 < bytes.count else { throw .truncated }
                let target = (length & 0x3F) << 8 | Int(bytes[position + 1])
                guard target < limit else { throw .badName }
                if end == nil { end = position + 2 }
                limit = target
                position = target
            default:
                throw .badName
            }
        }
    }

    mutating func record() throws(DNSSyntaxError) -> DNSRecord {
        let owner = try name()
        let type = DNSRecordType(rawValue: try short())
        let recordClass = DNSRecordClass(rawValue: try short())
        let ttl = try long()
        let length = Int(try short())
        guard bytes.count - index >= length else { throw .truncated }
        let end = index + length
        let data = try recordData(type, length)
        guard index == end else { throw .badRecord }
        return DNSRecord(name: owner, recordClass: recordClass, ttl: ttl, data: data)
    }

    private mutating func recordData(_ type: DNSRecordType, _ length: Int) throws(DNSSyntaxError) -> DNSRecordData {
        switch type {
        case .a:
            guard length == 4 else { throw .badRecord }
            return .a(try long())
        case .aaaa:
            guard length == 16 else { throw .badRecord }
            return .aaaa(try take(16))
        case .ns: return .ns(try name())
        case .cname: return .cname(try name())
        case .ptr: return .ptr(try name())
        case .soa:
            return .soa(
                DNSStartOfAuthority(
                    primary: try name(), mailbox: try name(), serial: try long(), refresh: try long(), retry: try long(),
                    expire: try long(), minimum: try long()))
        case .srv:
            return .srv(DNSServiceLocation(priority: try short(), weight: try short(), port: try short(), target: try name()))
        case .txt:
            var strings: [[UInt8]] = []
            let end = index + length
            while index < end {
                let count = Int(try byte())
                guard count <= end - index else { throw .badRecord }
                strings.append(try take(count))
            }
            return .txt(strings)
        default:
            return .other(type, try take(length))
        }
    }
}
