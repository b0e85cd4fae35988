internal import Document
internal import NIOCore
internal import Resources
internal import Schema

/// An event of a watch as its stream carries it, made from the type of the event and the JSON of the object.
enum WatchFrame {
    /// A line, `{"type":…,"object":…}` and a newline.
    static func json(_ type: String, _ object: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(object.count + 32)
        buffer.writeStaticString("{\"type\":\"")
        buffer.writeString(type)
        buffer.writeStaticString("\",\"object\":")
        buffer.writeBytes(object)
        buffer.writeStaticString("}\n")
        return buffer
    }

    /// A message with its length before it. An event that cannot be written becomes an error event, so that the client lists anew.
    static func protobuf(_ type: String, _ object: [UInt8]) -> ByteBuffer {
        if let bytes = try? message(type, object) { return ByteBuffer(bytes: bytes) }
        let error = APIError.internalError("an event cannot be written as protobuf")
        return ByteBuffer(bytes: (try? message("ERROR", error.status.encoded())) ?? [])
    }

    private static func message(_ type: String, _ object: [UInt8]) throws -> [UInt8] {
        try ProtobufEncoder.frame(type, try ProtobufEncoder().encode(try JSON.parse(object)))
    }
}
