import Client
import Document
import NIOCore
import NIOHTTP1
import Resources
import Schema
import Testing

@testable import APIServer

@Suite struct ProtobufAnswerTests {
    static let accept = "application/vnd.kubernetes.protobuf,application/json"

    private func negotiated(_ accept: String, hasProtobuf: Bool = true) throws -> Representation {
        try Representation.negotiate(["accept": accept], QueryParameters(), hasProtobuf: hasProtobuf)
    }

    private func request(
        _ server: TestServer, _ method: String, _ path: String, _ body: [UInt8] = [], type: String = MediaType.protobuf
    ) async throws -> (status: Int, document: JSON) {
        let response = try await server.client.send(
            APIRequest(method: method, path: path, contentType: type, accept: Self.accept, body: body))
        #expect(response.headers.first { $0.name.lowercased() == "content-type" }?.value == MediaType.protobuf)
        return (response.status, try Schema.ProtobufDecoder.decode(response.body))
    }

    @Test func clientsChoose() throws {
        #expect(try negotiated(Self.accept).encoding == .protobuf)
        #expect(try negotiated(Self.accept, hasProtobuf: false) == .plain)
        #expect(try negotiated("application/json,application/vnd.kubernetes.protobuf").encoding == .json)
        #expect(try negotiated("application/vnd.kubernetes.protobuf;stream=watch,application/json").encoding == .protobuf)
        let table = "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1;g=meta.k8s.io"
        #expect(try negotiated(table).encoding == .json)
        #expect(throws: APIError.self) { try negotiated("application/vnd.kubernetes.protobuf", hasProtobuf: false) }
    }

    @Test func objectsGoBothWays() async throws {
        let server = try await TestServer()
        let sent: JSON = [
            "kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"], "data": ["k": "v"], "binaryData": ["b": "AAE="],
        ]
        let created = try await request(server, "POST", TestServer.configMaps, ProtobufEncoder().encode(sent))
        #expect(created.status == 201)
        #expect(created.document["data"] == ["k": "v"])
        #expect(created.document["metadata"]["uid"].string?.isEmpty == false)
        var changed = created.document
        changed["data"]["k"] = "w"
        let updated = try await request(server, "PUT", TestServer.configMaps + "/a", ProtobufEncoder().encode(changed))
        #expect(updated.document["data"] == ["k": "w"])
        let list = try await request(server, "GET", TestServer.configMaps)
        #expect(list.document["kind"] == "ConfigMapList")
        #expect(list.document["items"][0]["binaryData"] == ["b": "AAE="])
        let asJSON = try await server.send("GET", TestServer.configMaps + "/a")
        #expect(asJSON.document["data"] == ["k": "w"])
        let options: JSON = ["kind": "DeleteOptions", "apiVersion": "v1", "preconditions": ["uid": "other"]]
        await #expect(throws: APIError.self) {
            _ = try await request(server, "DELETE", TestServer.configMaps + "/a", ProtobufEncoder().encode(options))
        }
    }

    @Test func eventsAreEncodedOncePerForm() throws {
        let json = #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"7"}}"#
        let record = ObjectRecord(key: ObjectKey(name: "a"), uid: "u", revision: 7, bytes: Array(json.utf8), labels: [])
        let event = CacheEvent(revision: 7, record: record, previous: nil)
        let frame = try #require(event.protobufFrame(.added))
        #expect(frame == event.protobufFrame(.added))
        let expected = try ProtobufEncoder.frame("ADDED", ProtobufEncoder().encode(JSON.parse(Array(json.utf8))))
        #expect(Array(buffer: frame) == expected)
    }

    @Test func failuresFollowTheClientsChoice() throws {
        let failure = Answer.failure(.notFound(.configMaps, "a"))
        guard case .body(404, let type, let chunks, _) = ProtobufAnswer.failure(failure, ["accept": Self.accept]) else {
            Issue.record("the failure is no body")
            return
        }
        #expect(type == MediaType.protobuf)
        #expect(try Schema.ProtobufDecoder.decode(Array(buffer: chunks[0]))["reason"] == "NotFound")
        guard case .body(404, let plain, _, _) = ProtobufAnswer.failure(failure, ["accept": "application/json"]) else {
            Issue.record("the failure is no body")
            return
        }
        #expect(plain == "application/json")
    }
}
