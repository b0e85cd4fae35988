import Client
import Document
import Resources
import Schema
import Testing

@testable import APIServer

/// Stock kubectl sends what it creates itself as protobuf.
@Suite struct ProtobufRequestTests {
    /// The envelope of a Namespace named "proto", byte by byte.
    private static let namespace: [UInt8] =
        Array("k8s\0".utf8) + [0x0A, 0x0F, 0x0A, 0x02] + Array("v1".utf8) + [0x12, 0x09] + Array("Namespace".utf8)
        + [0x12, 0x09, 0x0A, 0x07, 0x0A, 0x05] + Array("proto".utf8)

    @Test func createsFromProtobuf() async throws {
        let server = try await TestServer()
        let response = try await server.client.send(
            APIRequest(
                method: "POST", path: "/api/v1/namespaces", contentType: MediaType.protobuf, accept: "application/json",
                body: Self.namespace))
        #expect(response.status == 201)
        #expect(try JSON.parse(response.body)["metadata"]["name"] == "proto")
    }

    @Test func refusesBrokenMessages() async throws {
        let server = try await TestServer()
        #expect(try await server.send("POST", "/api/v1/namespaces", "k8s\0\u{0A}", type: MediaType.protobuf).status == 400)
        #expect(try await server.send("POST", "/api/v1/namespaces", "{}", type: MediaType.protobuf).status == 400)
    }
}
