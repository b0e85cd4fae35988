import Document
import NIOCore
import Resources
import Schema
import Testing

@testable import APIServer

@Suite struct LargeListTests {
    private func records(_ count: Int, bytes: Int) throws -> [ObjectRecord] {
        try (0..<count).map { index in
            let object: JSON = [
                "kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string("c\(index)")],
                "data": ["k": .string(String(repeating: "x", count: bytes))],
            ]
            return try ObjectCodec.record(of: object, key: ObjectKey(namespace: "a", name: "c\(index)"), fields: [], revision: 7)
        }
    }

    @Test(arguments: [(0, 10), (1, 10), (3, 600_000), (2_000, 1_000)]) func piecesMakeOneDocument(count: Int, bytes: Int) throws {
        var list = PlainListBody(try records(count, bytes: bytes), ListHeader(resourceVersion: "9"), type: .configMaps)
        #expect(list.isLarge == (count * bytes > 128 * 1024))
        var text: [UInt8] = []
        var pieces = 0
        while let piece = list.nextPiece() {
            text += piece.readableBytesView
            pieces += 1
        }
        #expect(text.count == list.byteCount)
        let document = try JSON.parse(text)
        #expect(document["kind"] == "ConfigMapList")
        #expect(document["metadata"]["resourceVersion"] == "9")
        #expect(document["items"].array?.count == count)
        #expect(document["items"][count - 1]["metadata"]["name"].string == (count > 0 ? "c\(count - 1)" : nil))
        if count == 2_000 { #expect(pieces > 4) }
    }

    @Test func largeListsArriveWhole() async throws {
        let server = try await TestServer()
        let value = String(repeating: "v", count: 200_000)
        for index in 0..<8 {
            _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"c\#(index)"},"data":{"k":"\#(value)"}}"#)
        }
        let list = try await server.send("GET", TestServer.configMaps)
        #expect(list.document["items"].array?.count == 8)
    }
}
