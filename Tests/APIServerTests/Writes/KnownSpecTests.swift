import Document
import Resources
import Testing

@testable import APIServer

/// Pods of one template share what was found of its spec; nothing of that may show.
@Suite struct KnownSpecTests {
    private static let spec =
        #"{"containers":[{"name":"c","image":"registry.example.com/app:1.0","ports":[{"containerPort":8080}],"resources":{"limits":{"cpu":"1000m"}}}],"nodeSelector":{"disk":"ssd"}}"#

    private static func pod(_ name: String, _ spec: String = spec, metadata: String = "") -> String {
        #"{"metadata":{"name":"\#(name)"\#(metadata)},"spec":\#(spec)}"#
    }

    private func server() async throws -> TestServer { try await TestServer(environment: SteppingClock().environment) }

    @Test func theSecondPodIsAsTheFirst() async throws {
        let server = try await server()
        let first = try await server.send("POST", TestServer.pods, Self.pod("a", metadata: #","labels":{"x":"1"}"#))
        let second = try await server.send("POST", TestServer.pods, Self.pod("b", metadata: #","labels":{"x":"1"}"#))
        #expect(first.status == 201 && second.status == 201)
        #expect(first.document["spec"] == second.document["spec"])
        #expect(first.document["spec"]["containers"][0]["resources"]["requests"]["cpu"] == "1")
        #expect(first.document["metadata"]["managedFields"] == second.document["metadata"]["managedFields"])
        // Without metadata that anybody owns, with another author, and by way of a dry run.
        let bare = try await server.send("POST", TestServer.pods + "?fieldManager=me", Self.pod("c"))
        let managers = bare.document.managers
        #expect(managers.count == 1 && managers[0].hasPrefix(#"me/Update {"f:spec":{"#))
        let dry = try await server.send("POST", TestServer.pods + "?dryRun=All", Self.pod("d"))
        #expect(dry.status == 201 && dry.document["spec"] == first.document["spec"])
        #expect(try await server.send("GET", TestServer.pods + "/d").status == 404)
        // A pod whose author sends a record of his own keeps it.
        let record =
            #","managedFields":[{"manager":"old","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:x":{}}}}}],"labels":{"x":"1"}"#
        let recorded = try await server.send("POST", TestServer.pods, Self.pod("e", metadata: record))
        #expect(
            recorded.status == 201 && recorded.document.managers.contains { $0.hasPrefix(#"tester/Update {"#) && $0.contains("f:spec") })
    }

    @Test func onePodCanBeChangedWithoutTheOthers() async throws {
        let server = try await server()
        for name in ["a", "b"] { _ = try await server.send("POST", TestServer.pods, Self.pod(name)) }
        let patch = #"{"spec":{"containers":[{"name":"c","image":"other"}]}}"#
        let changed = try await server.send("PATCH", TestServer.pods + "/a", patch, type: "application/strategic-merge-patch+json")
        #expect(changed.document["spec"]["containers"][0]["image"] == "other")
        #expect(try await server.send("GET", TestServer.pods + "/b").document["spec"]["containers"][0]["image"] != "other")
        let third = try await server.send("POST", TestServer.pods, Self.pod("c"))
        #expect(third.document["spec"]["containers"][0]["image"] == "registry.example.com/app:1.0")
    }

    @Test func whatIsWrongIsSaidEachTime() async throws {
        let server = try await server()
        let invalid = Self.spec.replacing("\"image\":", with: "\"terminationMessagePolicy\":\"Never\",\"image\":")
        for name in ["a", "b"] { #expect(try await server.send("POST", TestServer.pods, Self.pod(name, invalid)).status == 422) }
        let unknown = Self.spec.replacing("\"image\":", with: "\"colour\":\"red\",\"image\":")
        for mode in ["Ignore", "Warn", "Warn", "Strict", "Strict", "Ignore"] {
            let answer = try await server.send("POST", TestServer.pods + "?fieldValidation=\(mode)&dryRun=All", Self.pod("c", unknown))
            let warnings = answer.headers.filter { $0.name == "Warning" }.map(\.value)
            #expect(answer.status == (mode == "Strict" ? 400 : 201))
            #expect(warnings == (mode == "Warn" ? [#"299 - "unknown field \"spec.containers[0].colour\"""#] : []))
        }
        let twice = Self.spec.replacing("\"image\":", with: "\"name\":\"d\",\"image\":")
        for _ in 1...2 {
            let answer = try await server.send("POST", TestServer.pods + "?fieldValidation=Strict", Self.pod("e", twice))
            #expect(answer.status == 400)
        }
        // The text of a known spec with something behind it is another, and no JSON.
        #expect(try await server.send("POST", TestServer.pods, Self.pod("f")).status == 201)
        #expect(try await server.send("POST", TestServer.pods, Self.pod("g", Self.spec + "}")).status == 400)
    }

    @Test func aNameCountsWhereVolumesAreNamedAfterIt() async throws {
        let server = try await server()
        let claim = #"{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}"#
        let volume = #""volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":\#(claim)}}}],"containers""#
        let spec = Self.spec.replacing("\"containers\"", with: volume)
        #expect(try await server.send("POST", TestServer.pods, Self.pod("a", spec)).status == 201)
        let long = String(repeating: "a", count: 252)
        #expect(try await server.send("POST", TestServer.pods, Self.pod(long, spec)).status == 422)
    }
}
