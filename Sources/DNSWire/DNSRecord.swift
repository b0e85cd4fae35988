/// A resource record's type (IANA DNS parameters).
package struct DNSRecordType: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let a = DNSRecordType(rawValue: 1)
    package static let ns = DNSRecordType(rawValue: 2)
    package static let cname = DNSRecordType(rawValue: 5)
    package static let soa = DNSRecordType(rawValue: 6)
    package static let ptr = DNSRecordType(rawValue: 12)
    package static let txt = DNSRecordType(rawValue: 16)
    package static let aaaa = DNSRecordType(rawValue: 28)
    package static let srv = DNSRecordType(rawValue: 33)
    package static let opt = DNSRecordType(rawValue: 41)
    package static let ixfr = DNSRecordType(rawValue: 251)
    package static let axfr = DNSRecordType(rawValue: 252)
    package static let any = DNSRecordType(rawValue: 255)
}

/// A record's class: the Internet in practice.
package struct DNSRecordClass: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let internet = DNSRecordClass(rawValue: 1)
    package static let any = DNSRecordClass(rawValue: 255)
}

/// Who speaks for a zone (RFC 1035 §3.3.13). Times are in seconds; `minimum` bounds how long "no such name" may be cached (RFC 2308).
package struct DNSStartOfAuthority: Hashable, Sendable {
    package var primary: DNSName
    package var mailbox: DNSName
    package var serial: UInt32
    package var refresh: UInt32
    package var retry: UInt32
    package var expire: UInt32
    package var minimum: UInt32

    package init(primary: DNSName, mailbox: DNSName, serial: UInt32, refresh: UInt32, retry: UInt32, expire: UInt32, minimum: UInt32) {
        self.primary = primary
        self.mailbox = mailbox
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum
    }
}

/// Where a service listens (RFC 2782).
package struct DNSServiceLocation: Hashable, Sendable {
    package var priority: UInt16
    package var weight: UInt16
    package var port: UInt16
    package var target: DNSName

    package init(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }
}

/// What a record says.
package enum DNSRecordData: Hashable, Sendable {
    /// An IPv4 address in host byte order.
    case a(UInt32)
    /// An IPv6 address, 16 octets.
    case aaaa([UInt8])
    case ns(DNSName)
    case cname(DNSName)
    case ptr(DNSName)
    case soa(DNSStartOfAuthority)
    case srv(DNSServiceLocation)
    /// Character strings of at most 255 octets each.
    case txt([[UInt8]])
    /// Any other type, its data untouched (RFC 3597).
    case other(DNSRecordType, [UInt8])

    package var type: DNSRecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .ns: .ns
        case .cname: .cname
        case .ptr: .ptr
        case .soa: .soa
        case .srv: .srv
        case .txt: .txt
        case .other(let type, _): type
        }
    }
}

/// One resource record; `ttl` in seconds.
package struct DNSRecord: Hashable, Sendable {
    package var name: DNSName
    package var recordClass: DNSRecordClass
    package var ttl: UInt32
    package var data: DNSRecordData

    package init(name: DNSName, recordClass: DNSRecordClass = .internet, ttl: UInt32, data: DNSRecordData) {
        self.name = name
        self.recordClass = recordClass
        self.ttl = ttl
        self.data = data
    }
}
