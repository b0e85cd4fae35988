import GRPCCore

/// Reads keys (etcdserverpb.RangeRequest): all from `key` up to but without `end`, or just `key` when `end` is empty.
struct EtcdRange: EtcdCall {
    static let method = MethodDescriptor(fullyQualifiedService: "etcdserverpb.KV", method: "Range")

    var key: [UInt8]
    var end: [UInt8] = []
    /// 0: no limit.
    var limit = 0
    /// 0: now, with what every member of the cluster has acknowledged before the call.
    var revision: UInt64 = 0
    var keysOnly = false

    func write(to writer: inout ProtobufWriter) {
        writer.bytes(1, key)
        writer.bytes(2, end)
        writer.number(3, UInt64(limit))
        writer.number(4, revision)
        writer.flag(8, keysOnly)
    }

    struct Response: EtcdResponse {
        var header = EtcdHeader()
        var values: [EtcdKeyValue] = []
        var more = false

        mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage) {
            switch field.number {
            case 1: header = try EtcdHeader(reading: field.bytes)
            case 2: values.append(try EtcdKeyValue(reading: field.bytes))
            case 3: more = field.flag
            default: break
            }
        }
    }
}

/// Forgets history up to and including `revision` (etcdserverpb.CompactionRequest).
struct EtcdCompaction: EtcdCall {
    static let method = MethodDescriptor(fullyQualifiedService: "etcdserverpb.KV", method: "Compact")

    var revision: UInt64

    func write(to writer: inout ProtobufWriter) { writer.number(1, revision) }

    struct Response: EtcdResponse {
        mutating func read(_ field: ProtobufReader.Field) {}
    }
}
