import Document
import Resources
import Synchronization
import Testing

@testable import APIServer

/// The time of a test, which goes on only when told.
final class SteppingClock: Sendable {
    private let seconds = Mutex(Int64(1_700_000_000))
    var environment: ServerEnvironment { ServerEnvironment(now: { Timestamp(seconds: self.seconds.withLock { $0 }) }) }
    func step() { seconds.withLock { $0 += 60 } }
}

extension JSON {
    /// `manager/operation/subresource {fields}` of each entry.
    var managers: [String] {
        (self["metadata"]["managedFields"].array ?? []).map {
            let subresource = $0["subresource"].string.map { "/" + $0 } ?? ""
            return "\($0["manager"].string ?? "")/\($0["operation"].string ?? "")\(subresource) \($0["fieldsV1"].text)"
        }
    }
}

@Suite struct ManagedFieldsRecordTests {
    private static let map = TestServer.configMaps
    private static let deployments = "/apis/apps/v1/namespaces/default/deployments"

    @Test func aCreatorOwnsWhatItSets() async throws {
        let server = try await TestServer(environment: SteppingClock().environment)
        let created = try await server.send("POST", Self.map, #"{"metadata":{"name":"a","labels":{"l":"1"}},"data":{"k":"v"}}"#)
        #expect(
            created.document.managers == [#"tester/Update {"f:data":{".":{},"f:k":{}},"f:metadata":{"f:labels":{".":{},"f:l":{}}}}"#])
        let entry = created.document["metadata"]["managedFields"][0]
        #expect(entry["apiVersion"] == "v1" && entry["fieldsType"] == "FieldsV1")
        #expect(entry["time"] == created.document["metadata"]["creationTimestamp"])
        let named = try await server.send("POST", Self.map + "?fieldManager=me", #"{"metadata":{"name":"b"},"data":{"k":"v"}}"#)
        #expect(named.document.managers == [#"me/Update {"f:data":{".":{},"f:k":{}}}"#])
        // What the server sets by itself is nobody's.
        let service = try await server.send(
            "POST", "/api/v1/namespaces/default/services", #"{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"selector":{"a":"b"}}}"#
        )
        #expect(!service.document["spec"]["clusterIP"].isNull)
        let owned = service.document.managers.first ?? ""
        #expect(owned.contains(#""f:selector":{},"f:sessionAffinity":{},"f:type":{}"#) && !owned.contains("clusterIP"))
        #expect(
            owned.contains(
                #""f:ports":{".":{},"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:port":{},"f:protocol":{},"f:targetPort":{}}}"#))
    }

    @Test func everyWriteIsNoted() async throws {
        let clock = SteppingClock()
        let server = try await TestServer(environment: clock.environment)
        _ = try await server.send("POST", Self.map, #"{"metadata":{"name":"a"},"data":{"k":"v","l":"w"}}"#)
        clock.step()
        let patched = try await server.send(
            "PATCH", Self.map + "/a?fieldManager=two", #"{"data":{"l":"x","m":"y"}}"#, type: "application/merge-patch+json")
        #expect(
            patched.document.managers == [
                #"tester/Update {"f:data":{".":{},"f:k":{}}}"#, #"two/Update {"f:data":{"f:l":{},"f:m":{}}}"#,
            ])
        // A client that knows nothing of the record does not lose it.
        let put = try await server.send("PUT", Self.map + "/a?fieldManager=three", #"{"metadata":{"name":"a"},"data":{"k":"v","l":"x"}}"#)
        #expect(
            put.document.managers == [#"tester/Update {"f:data":{".":{},"f:k":{}}}"#, #"two/Update {"f:data":{"f:l":{}}}"#])
        // What changes nothing leaves times and version.
        clock.step()
        let again = try await server.send(
            "PATCH", Self.map + "/a?fieldManager=two", #"{"data":{"l":"x"}}"#, type: "application/merge-patch+json")
        #expect(again.document == put.document)
    }

    @Test func theRecordCanBeRewrittenAndDropped() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", Self.map, #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#)
        let kept = try await server.send(
            "PATCH", Self.map + "/a", #"{"metadata":{"managedFields":[]}}"#, type: "application/merge-patch+json")
        #expect(kept.document.managers.count == 1)
        let mended = try await server.send(
            "PATCH", Self.map + "/a",
            #"{"metadata":{"managedFields":[{"manager":"x","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:k":{}}}}]}}"#,
            type: "application/merge-patch+json")
        #expect(mended.document.managers == [#"x/Apply {"f:data":{"f:k":{}}}"#])
        let broken = try await server.send(
            "PATCH", Self.map + "/a", #"{"metadata":{"managedFields":[{"manager":"y","operation":"No"}]}}"#,
            type: "application/merge-patch+json")
        #expect(broken.document.managers == mended.document.managers)
        let dropped = try await server.send(
            "PATCH", Self.map + "/a", #"[{"op":"replace","path":"/metadata/managedFields","value":[{}]}]"#,
            type: "application/json-patch+json")
        #expect(dropped.status == 200)
        #expect(dropped.document["metadata"]["managedFields"].isNull)
        // Of whom nobody keeps record, nobody does until somebody applies.
        let written = try await server.send(
            "PATCH", Self.map + "/a", #"{"data":{"k":"2"}}"#, type: "application/merge-patch+json")
        #expect(written.document["metadata"]["managedFields"].isNull)
    }

    @Test func subresourcesHaveEntriesOfTheirOwn() async throws {
        let server = try await TestServer()
        let body =
            #"{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"replicas":9}}"#
        let created = try await server.send("POST", Self.deployments, body)
        #expect(created.status == 201)
        #expect(created.document.managers.count == 1 && !created.document.managers[0].contains("f:status"))
        let status = try await server.send(
            "PATCH", Self.deployments + "/d/status?fieldManager=controller",
            #"{"metadata":{"annotations":{"x":"y"},"labels":{"n":"o"}},"spec":{"replicas":5},"status":{"replicas":1,"observedGeneration":1}}"#,
            type: "application/merge-patch+json")
        #expect(status.status == 200)
        #expect(status.document["metadata"]["annotations"]["x"] == "y" && status.document["metadata"]["labels"].isNull)
        #expect(
            status.document.managers.contains(
                #"controller/Update/status {"f:metadata":{"f:annotations":{".":{},"f:x":{}}},"f:status":{"f:observedGeneration":{},"f:replicas":{}}}"#
            ))
        let scaled = try await server.send(
            "PATCH", Self.deployments + "/d/scale?fieldManager=scaler", #"{"spec":{"replicas":3}}"#, type: "application/merge-patch+json")
        #expect(scaled.status == 200)
        let read = try await server.send("GET", Self.deployments + "/d")
        #expect(read.document.managers.contains(#"scaler/Update/scale {"f:spec":{"f:replicas":{}}}"#))
        #expect(!(read.document.managers.first { $0.hasPrefix("tester") } ?? "f:replicas").contains("f:replicas"))
    }

    @Test func otherVersionsAreComparedInTheirOwnShape() async throws {
        let server = try await TestServer()
        let old = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers"
        let new = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers"
        let created = try await server.send(
            "POST", old,
            #"{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":50,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}"#
        )
        #expect(created.document.managers.first?.contains("f:targetCPUUtilizationPercentage") ?? false)
        let metrics =
            #"{"spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}"#
        let patched = try await server.send("PATCH", new + "/h?fieldManager=two", metrics, type: "application/merge-patch+json")
        #expect(patched.status == 200)
        #expect(patched.document.managers.contains(#"two/Update {"f:spec":{"f:metrics":{}}}"#))
        #expect(!patched.document.managers.contains { $0.contains("f:targetCPU") })
        #expect(patched.document.managers.contains { $0.hasPrefix("tester/Update") && $0.contains("f:maxReplicas") })
    }

    @Test func whatAWebhookBreaksIsMended() {
        let before: JSON = [
            ["manager": "m", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": ["f:a": [:]]]
        ]
        var object: JSON = ["metadata": ["name": "a", "managedFields": [["manager": "m", "operation": "Update"]]]]
        let warnings = Warnings()
        FieldTracking.settle(&object, before: before, warnings)
        #expect(object["metadata"]["managedFields"] == before && warnings.all.count == 1)
        object["metadata"]["managedFields"][0]["manager"] = "n"
        FieldTracking.settle(&object, before: before, warnings)
        #expect(object["metadata"]["managedFields"][0]["manager"] == "n" && warnings.all.count == 1)
    }

    @Test func managersAreNamedByTheirProgram() {
        func name(_ agent: String) -> String { ManagerName.of("", agent: agent) }
        #expect(ManagerName.of("given", agent: "kubectl/1") == "given")
        #expect(name("kubectl/v1.36.0 (linux/amd64)") == "kubectl")
        #expect(name("") == "unknown")
        #expect(name("a\tb/1") == "ab")
        #expect(name(String(repeating: "x", count: 200)).count == 128)
    }
}
