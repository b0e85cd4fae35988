import Document
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct BadInputTests {
    private func refused(_ body: String, type: String = "application/json", query: String = "") async throws -> (
        status: Int, message: String
    ) {
        let server = try await TestServer()
        let answer = try await server.send("POST", TestServer.pods + query, body, type: type)
        #expect(server.storage.currentRevision == 0, "nothing was stored")
        return (answer.status, answer.document["message"].string ?? "")
    }

    @Test(arguments: ["{", "{\"a\":}", "[]", "nonsense", "{\"kind\":\"Pod\"", "\"text\"", ""]) func malformedDocuments(_ body: String)
        async throws
    {
        let answer = try await refused(body)
        #expect(answer.status == 400)
        #expect(answer.message.hasPrefix("the object provided is unrecognized (must be of type Pod): "), "\(answer.message)")
    }

    @Test func nestingHasALimit() async throws {
        let answer = try await refused(String(repeating: "[", count: 100_000))
        #expect(answer.status == 400)
    }

    @Test func otherKindsAndVersions() async throws {
        let version = try await refused(#"{"apiVersion":"apps/v1","kind":"Pod","metadata":{"name":"a"}}"#)
        #expect(version.message == "the API version in the data (apps/v1) does not match the expected API version (v1)")
        let kind = try await refused(#"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}"#)
        #expect(kind.message.hasPrefix(#"Service in version "v1" cannot be handled as a Pod"#))
    }

    @Test func otherNamespaces() async throws {
        let answer = try await refused(#"{"metadata":{"name":"a","namespace":"other"},"spec":{"containers":[{"name":"c","image":"i"}]}}"#)
        #expect(answer.status == 400)
        #expect(answer.message == "the namespace of the provided object does not match the namespace sent on the request")
    }

    @Test func wrongTypes() async throws {
        let answer = try await refused(#"{"metadata":{"name":"a"},"spec":{"terminationGracePeriodSeconds":"soon"}}"#)
        #expect(answer.status == 400)
        #expect(
            answer.message
                == #"Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64"#
        )
    }

    @Test func unknownAndDuplicateFields() async throws {
        let body = #"{"metadata":{"name":"a"},"spec":{"foo":1,"nodeName":"","nodeName":"","containers":[{"name":"c","image":"i"}]}}"#
        let strict = try await refused(body, query: "?fieldValidation=Strict")
        #expect(strict.status == 400)
        #expect(strict.message.contains(#"strict decoding error: unknown field "spec.foo", duplicate field "spec.nodeName""#))
        let server = try await TestServer()
        let warned = try await server.send("POST", TestServer.pods, body)
        #expect(warned.status == 201)
        #expect(
            warned.headers.filter { $0.name == "Warning" }.map(\.value) == [
                #"299 - "unknown field \"spec.foo\"""#, #"299 - "duplicate field \"spec.nodeName\"""#,
            ])
        let ignored = try await server.send("POST", TestServer.pods + "?fieldValidation=Ignore", body.replacing("\"a\"", "\"b\""))
        #expect(ignored.status == 201)
        #expect(ignored.headers.allSatisfy { $0.name != "Warning" })
    }

    @Test func mediaTypes() async throws {
        #expect(try await refused("k8s", type: "application/vnd.kubernetes.protobuf").status == 400)
        #expect(try await refused("<pod/>", type: "text/xml").status == 415)
        let server = try await TestServer()
        #expect(try await server.send("GET", TestServer.pods, accept: "text/html").status == 406)
        #expect(try await server.send("GET", TestServer.pods, accept: "application/cbor").status == 406)
    }

    @Test func namesAndValues() async throws {
        let name = try await refused(TestServer.pod("UPPER"))
        #expect(name.status == 422)
        #expect(name.message.hasPrefix(#"Pod "UPPER" is invalid: metadata.name: Invalid value: "UPPER": a lowercase RFC 1123 subdomain"#))
        #expect(try await refused(#"{"spec":{"containers":[{"name":"c","image":"i"}]}}"#).status == 422)
        #expect(try await refused(#"{"metadata":{"name":"a"},"spec":{"containers":[]}}"#).status == 422)
    }

    @Test func yamlGoesInAndOut() async throws {
        let server = try await TestServer()
        let created = try await server.send(
            "POST", TestServer.configMaps, "metadata:\n  name: a\ndata:\n  k: v\n", type: "application/yaml", accept: "application/yaml")
        #expect(created.status == 201)
        #expect(created.document.string?.contains("k: v") ?? false)
    }
}

extension String {
    fileprivate func replacing(_ text: String, _ other: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(text) {
                result += other
                rest = rest.dropFirst(text.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
