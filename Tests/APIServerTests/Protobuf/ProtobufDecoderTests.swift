import Client
import Document
import Resources
import Schema
import Testing

@testable import APIServer

@Suite struct ProtobufDecoderTests {
    /// A field with a length: messages and texts.
    private func field(_ number: Int, _ content: [UInt8]) -> [UInt8] { varint(UInt64(number << 3 | 2)) + varint(UInt64(content.count)) + content }
    private func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
    private func field(_ number: Int, _ value: Int) -> [UInt8] { varint(UInt64(number << 3)) + varint(UInt64(bitPattern: Int64(value))) }

    private func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private func envelope(_ apiVersion: String, _ kind: String, _ message: [UInt8]) -> [UInt8] {
        Array("k8s\0".utf8) + field(1, field(1, apiVersion) + field(2, kind)) + field(2, message)
    }

    private func decode(_ bytes: [UInt8]) throws -> JSON {
        let (kind, message) = try ProtobufDecoder.open(bytes)
        return try ProtobufDecoder.object(message, try #require(Catalogue.builtin.type(kind)), kind: kind)
    }

    @Test func readsMetadataMapsAndEmptyTimes() throws {
        let metadata = field(1, "ns") + field(8, []) + field(11, field(1, "a") + field(2, "b")) + field(11, field(1, "c"))
        let object = try decode(envelope("v1", "Namespace", field(1, metadata)))
        #expect(object["kind"] == "Namespace")
        #expect(object["metadata"]["name"] == "ns")
        #expect(object["metadata"]["labels"] == ["a": "b", "c": ""])
        #expect(object["metadata"]["creationTimestamp"].isNull)
    }

    @Test func readsWhatJSONFlattens() throws {
        let volume = field(1, "v") + field(2, field(19, field(1, field(1, "settings"))))
        let probe = field(1, field(2, field(1, "/healthz") + field(2, field(1, 0) + field(2, 8080)))) + field(3, 5)
        let container = field(1, "c") + field(3, "sh") + field(3, "-c") + field(10, probe) + field(8, field(1, field(1, "cpu") + field(2, field(1, "500m"))))
        let spec = field(1, volume) + field(2, container) + field(4, 30)
        let object = try decode(envelope("v1", "Pod", field(1, field(1, "p")) + field(2, spec)))
        #expect(object["spec"]["volumes"][0]["configMap"]["name"] == "settings")
        let decoded = object["spec"]["containers"][0]
        #expect(decoded["command"] == ["sh", "-c"])
        #expect(decoded["livenessProbe"]["httpGet"]["path"] == "/healthz")
        #expect(decoded["livenessProbe"]["httpGet"]["port"] == 8080)
        #expect(decoded["livenessProbe"]["timeoutSeconds"] == 5)
        #expect(decoded["resources"]["limits"] == ["cpu": "500m"])
        #expect(object["spec"]["terminationGracePeriodSeconds"] == 30)
    }

    @Test func readsBytes() throws {
        let object = try decode(envelope("v1", "Secret", field(2, field(1, "k") + field(2, [0, 255, 16, 1]))))
        #expect(object["data"] == ["k": "AP8QAQ=="])
    }

    @Test func refusesOtherBytes() {
        #expect(throws: ProtobufFailure.self) { try ProtobufDecoder.open(Array("{}".utf8)) }
        #expect(throws: ProtobufFailure.self) { try decode(envelope("v1", "Pod", [0x0A, 0xFF])) }
        #expect(throws: ProtobufFailure.self) { try decode(envelope("v1", "Pod", [0x0B])) }
        var nested: [UInt8] = []
        for _ in 0..<400 { nested = field(3, nested) }
        #expect(throws: Never.self) { try decode(envelope("v1", "Pod", field(99, nested))) }
    }

    @Test func goesThroughTheWholeServer() async throws {
        let server = try await TestServer()
        let body = envelope("v1", "Namespace", field(1, field(1, "proto")))
        let response = try await server.client.send(
            .init(method: "POST", path: "/api/v1/namespaces", contentType: MediaType.protobuf, accept: "application/vnd.kubernetes.protobuf,application/json", body: body))
        #expect(response.status == 201)
        #expect(try Schema.ProtobufDecoder.decode(response.body)["metadata"]["name"] == "proto")
        let broken = try await server.send("POST", "/api/v1/namespaces", "k8s\0\u{0A}", type: MediaType.protobuf)
        #expect(broken.status == 400)
    }
}
