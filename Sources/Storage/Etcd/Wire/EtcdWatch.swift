import GRPCCore

/// Follows every key of the store from a revision on (etcdserverpb.WatchRequest with a WatchCreateRequest).
struct EtcdWatch: EtcdRequest {
    static let method = MethodDescriptor(fullyQualifiedService: "etcdserverpb.Watch", method: "Watch")
    /// As a first key and as an end: every key there is.
    private static let everything: [UInt8] = [0]

    /// The first revision to be told.
    var startRevision: UInt64

    func write(to writer: inout ProtobufWriter) {
        writer.message(1) { writer in
            writer.bytes(1, Self.everything)
            writer.bytes(2, Self.everything)
            writer.number(3, startRevision)
            writer.flag(4, true)  // tell now and then how far it is when nothing happens
            writer.flag(6, true)  // with the values before
            writer.flag(8, true)  // in pieces when it would be too much for one message
        }
    }

    struct Event: EtcdResponse {
        var isDeletion = false
        var current = EtcdKeyValue()
        var previous: EtcdKeyValue?

        mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage) {
            switch field.number {
            case 1: isDeletion = field.value == 1
            case 2: current = try EtcdKeyValue(reading: field.bytes)
            case 3: previous = try EtcdKeyValue(reading: field.bytes)
            default: break
            }
        }
    }

    struct Response: EtcdResponse {
        var header = EtcdHeader()
        var isCreated = false
        var isCanceled = false
        /// Above 0: the watch began at a revision that is forgotten; this is the first that is not.
        var compactRevision: UInt64 = 0
        var cancelReason = ""
        /// More of the same follows.
        var isFragment = false
        var events: [Event] = []

        mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage) {
            switch field.number {
            case 1: header = try EtcdHeader(reading: field.bytes)
            case 3: isCreated = field.flag
            case 4: isCanceled = field.flag
            case 5: compactRevision = field.value
            case 6: cancelReason = field.text
            case 7: isFragment = field.flag
            case 11: events.append(try Event(reading: field.bytes))
            default: break
            }
        }
    }
}
