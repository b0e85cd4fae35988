internal import Document
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema

/// Answers in protobuf, made from the JSON that everything is kept in.
enum ProtobufAnswer {
    /// A document whose JSON is at hand.
    static func document(_ status: Int, _ json: [UInt8]) -> Answer {
        do {
            return .bytes(status, try ProtobufEncoder().encode(try JSON.parse(json)), contentType: MediaType.protobuf)
        } catch {
            return .failure(.internalError("the answer cannot be written as protobuf: \(error)"))
        }
    }

    /// A list; its items are read and written one at a time.
    static func list(_ records: [ObjectRecord], _ header: ListHeader, _ served: ServedResource) throws(APIError) -> Answer {
        let type = served.type
        let kind = GroupVersionKind(group: type.group, version: type.version, kind: served.info.listKind)
        do {
            var metadata: [UInt8] = []
            header.write(into: &metadata)
            let bytes = try ProtobufEncoder().encodeList(kind, metadata: try JSON.parse(metadata), count: records.count) {
                position throws(ProtobufError) in
                do {
                    return try served.present(records[position]).document()
                } catch {
                    throw ProtobufError("\(records[position].key): \(error)")
                }
            }
            return .bytes(200, bytes, contentType: MediaType.protobuf)
        } catch {
            throw .internalError("the list cannot be written as protobuf: \(error)")
        }
    }

    /// A failure as the client asked for it: a Status in JSON becomes one in protobuf when that is what it accepts first.
    static func failure(_ answer: Answer, _ headers: HTTPHeaders) -> Answer {
        guard case .body(let status, MediaType.json, let chunks, let extra) = answer, status >= 400,
            let accept = headers.first(name: "accept"), MediaType.essence(String(accept.prefix { $0 != "," })) == MediaType.protobuf
        else { return answer }
        let json = chunks.reduce(into: [UInt8]()) { $0 += $1.readableBytesView }
        guard let document = try? JSON.parse(json), document["kind"].string == "Status",
            let bytes = try? ProtobufEncoder().encode(document)
        else { return answer }
        return .body(status: status, contentType: MediaType.protobuf, chunks: [ByteBuffer(bytes: bytes)], headers: extra)
    }
}
