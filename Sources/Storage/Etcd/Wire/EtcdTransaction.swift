import GRPCCore

/// Writes if all comparisons hold, and does something else if not (etcdserverpb.TxnRequest).
struct EtcdTransaction: EtcdCall {
    static let method = MethodDescriptor(fullyQualifiedService: "etcdserverpb.KV", method: "Txn")

    /// A comparison of a number of one key.
    struct Comparison: Sendable {
        enum Result: UInt64 { case equal = 0, greater = 1 }
        enum Target: UInt64 {
            case version = 0
            case creation = 1
            case modification = 2

            /// The field that holds the number.
            var field: UInt64 { rawValue + 4 }
        }

        var key: [UInt8]
        var target: Target
        var result = Result.equal
        var number: UInt64
    }

    enum Operation: Sendable {
        case get([UInt8])
        case put([UInt8], [UInt8])
        /// One key, or all from the first up to but without the second.
        case delete([UInt8], [UInt8])
    }

    var comparisons: [Comparison]
    var success: [Operation]
    var failure: [Operation]

    func write(to writer: inout ProtobufWriter) {
        for comparison in comparisons {
            writer.message(1) { writer in
                writer.number(1, comparison.result.rawValue)
                writer.number(2, comparison.target.rawValue)
                writer.bytes(3, comparison.key)
                writer.number(comparison.target.field, comparison.number)
            }
        }
        for operation in success { writer.message(2) { operation.write(to: &$0) } }
        for operation in failure { writer.message(3) { operation.write(to: &$0) } }
    }

    struct Response: EtcdResponse {
        var header = EtcdHeader()
        var succeeded = false
        /// What was read, in the order of the operations; nil for those that wrote.
        var read: [EtcdRange.Response?] = []

        mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage) {
            switch field.number {
            case 1: header = try EtcdHeader(reading: field.bytes)
            case 2: succeeded = field.flag
            case 3: read.append(try Answer(reading: field.bytes).range)
            default: break
            }
        }

        private struct Answer: EtcdResponse {
            var range: EtcdRange.Response?

            mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage) {
                if field.number == 1 { range = try EtcdRange.Response(reading: field.bytes) }
            }
        }
    }
}

extension EtcdTransaction.Operation {
    func write(to writer: inout ProtobufWriter) {
        switch self {
        case .get(let key):
            writer.message(1) { EtcdRange(key: key).write(to: &$0) }
        case .put(let key, let value):
            writer.message(2) { writer in
                writer.bytes(1, key)
                writer.bytes(2, value)
            }
        case .delete(let key, let end):
            writer.message(3) { writer in
                writer.bytes(1, key)
                writer.bytes(2, end)
            }
        }
    }
}
