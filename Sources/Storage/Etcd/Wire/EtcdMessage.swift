import GRPCCore

/// A message to etcd.
protocol EtcdRequest: Sendable {
    func write(to writer: inout ProtobufWriter)
}

/// A request with one answer.
protocol EtcdCall: EtcdRequest {
    associatedtype Response: EtcdResponse
    static var method: MethodDescriptor { get }
}

/// A message from etcd.
protocol EtcdResponse: Sendable {
    init()
    mutating func read(_ field: ProtobufReader.Field) throws(MalformedMessage)
}

extension EtcdResponse {
    init(reading bytes: UnsafeRawBufferPointer) throws(MalformedMessage) {
        self.init()
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() { try read(field) }
    }
}

struct EtcdSerializer<Message: EtcdRequest>: MessageSerializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: Message) throws -> Bytes {
        var writer = ProtobufWriter()
        message.write(to: &writer)
        return Bytes(writer.bytes)
    }
}

struct EtcdDeserializer<Message: EtcdResponse>: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ serializedMessageBytes: Bytes) throws -> Message {
        try serializedMessageBytes.withUnsafeBytes { try Message(reading: $0) }
    }
}

/// What every answer begins with: the store's revision when it was given.
struct EtcdHeader: EtcdResponse {
    var clusterID: UInt64 = 0
    var revision: UInt64 = 0

    mutating func read(_ field: ProtobufReader.Field) {
        switch field.number {
        case 1: clusterID = field.value
        case 3: revision = field.value
        default: break
        }
    }
}

/// One key as etcd holds it.
struct EtcdKeyValue: EtcdResponse {
    var key: [UInt8] = []
    var createRevision: UInt64 = 0
    var modRevision: UInt64 = 0
    /// How often it was written since its creation.
    var version: UInt64 = 0
    var value: [UInt8] = []

    mutating func read(_ field: ProtobufReader.Field) {
        switch field.number {
        case 1: key = field.array
        case 2: createRevision = field.value
        case 3: modRevision = field.value
        case 4: version = field.value
        case 5: value = field.array
        default: break
        }
    }
}
