import Client
import Document
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct ObjectVerbsTests {
    @Test func createsReadsAndLists() async throws {
        let server = try await TestServer()
        let created = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#)
        #expect(created.status == 201)
        #expect(created.document["kind"] == "ConfigMap")
        #expect(created.document["metadata"]["namespace"] == "default")
        #expect(created.document["metadata"]["uid"].string?.count == 36)
        #expect(created.document["metadata"]["resourceVersion"] == "1")
        let read = try await server.send("GET", TestServer.configMaps + "/a")
        #expect(read.document == created.document)
        let list = try await server.send("GET", TestServer.configMaps)
        #expect(list.document["kind"] == "ConfigMapList")
        #expect(list.document["items"].array?.count == 1)
        #expect(list.document["items"][0]["kind"].isNull)
        #expect(list.document["items"][0]["data"] == ["k": "v"])
        #expect(list.document["metadata"]["resourceVersion"] == "1")
    }

    @Test func saysWhatIsNotThere() async throws {
        let server = try await TestServer()
        let missing = try await server.send("GET", TestServer.pods + "/ghost")
        #expect(missing.status == 404)
        #expect(missing.document["message"] == #"pods "ghost" not found"#)
        #expect(try await server.send("GET", "/api/v1/namespaces/default/widgets").status == 404)
        #expect(try await server.send("GET", "/apis/none.example.com/v1/widgets").status == 404)
        #expect(try await server.send("POST", "/api/v1/pods", TestServer.pod("x")).status == 405)
        #expect(try await server.send("DELETE", "/api/v1/namespaces").status == 405)
    }

    @Test func namesAreTakenOnce() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        let again = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        #expect(again.status == 409)
        #expect(again.document["reason"] == "AlreadyExists")
        #expect(again.document["message"] == #"configmaps "a" already exists"#)
    }

    @Test func generatesNames() async throws {
        let server = try await TestServer()
        let created = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"generateName":"web-"}}"#)
        let name = try #require(created.document["metadata"]["name"].string)
        #expect(name.hasPrefix("web-") && name.count == 9)
    }

    @Test func refusesStaleUpdates() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        let update = try await server.send("PUT", TestServer.configMaps + "/a", #"{"metadata":{"name":"a"},"data":{"k":"1"}}"#)
        #expect(update.status == 200)
        let stale = try await server.send(
            "PUT", TestServer.configMaps + "/a", #"{"metadata":{"name":"a","resourceVersion":"1"},"data":{"k":"2"}}"#)
        #expect(stale.status == 409)
        #expect(
            stale.document["message"].string
                == #"Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again"#
        )
        let other = try await server.send("PUT", TestServer.configMaps + "/a", #"{"metadata":{"name":"b"}}"#)
        #expect(other.status == 400)
        #expect(other.document["message"] == "the name of the object (b) does not match the name on the URL (a)")
    }

    @Test func updatesThatChangeNothingKeepTheRevision() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#)
        let same = try await server.send("PUT", TestServer.configMaps + "/a", #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#)
        #expect(same.document["metadata"]["resourceVersion"] == "1")
        #expect(server.storage.currentRevision == 1)
    }

    @Test func patches() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"v","l":"w"}}"#)
        let path = TestServer.configMaps + "/a"
        let merged = try await server.send("PATCH", path, #"{"data":{"k":"2","l":null}}"#, type: "application/merge-patch+json")
        #expect(merged.document["data"] == ["k": "2"])
        let json = try await server.send(
            "PATCH", path, #"[{"op":"add","path":"/data/m","value":"3"}]"#, type: "application/json-patch+json")
        #expect(json.document["data"] == ["k": "2", "m": "3"])
        let strategic = try await server.send(
            "PATCH", path, #"{"metadata":{"labels":{"x":"y"}}}"#, type: "application/strategic-merge-patch+json")
        #expect(strategic.document["metadata"]["labels"] == ["x": "y"])
        let unknown = try await server.send("PATCH", path, "{}", type: "application/apply-patch+cbor")
        #expect(unknown.status == 415)
        let failing = try await server.send(
            "PATCH", path, #"[{"op":"test","path":"/data/k","value":"9"}]"#, type: "application/json-patch+json")
        #expect(failing.status == 422)
    }

    @Test func patchesBySeveralDoNotLoseEachOther() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{}}"#)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    let patch = #"{"data":{"k\#(index)":"v"}}"#
                    let answer = try await server.send(
                        "PATCH", TestServer.configMaps + "/a", patch, type: "application/merge-patch+json")
                    #expect(answer.status == 200)
                }
            }
            try await group.waitForAll()
        }
        let final = try await server.send("GET", TestServer.configMaps + "/a")
        #expect(final.document["data"].object?.count == 20)
    }

    @Test func deletesAndAnswersWithWhatWas() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        let gone = try await server.send("DELETE", TestServer.configMaps + "/a")
        #expect(gone.status == 200)
        #expect(gone.document["status"] == "Success")
        #expect(gone.document["details"]["name"] == "a")
        #expect(try await server.send("GET", TestServer.configMaps + "/a").status == 404)
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("p"))
        let pod = try await server.send("DELETE", TestServer.pods + "/p")
        #expect(pod.document["kind"] == "Pod")
    }

    @Test func finalizersHoldAnObjectUntilTheyAreGone() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a","finalizers":["example.com/x"]}}"#)
        let pending = try await server.send("DELETE", TestServer.configMaps + "/a")
        #expect(pending.document["metadata"]["deletionTimestamp"].string != nil)
        #expect(try await server.send("GET", TestServer.configMaps + "/a").status == 200)
        let last = try await server.send(
            "PATCH", TestServer.configMaps + "/a", #"{"metadata":{"finalizers":null}}"#, type: "application/merge-patch+json")
        #expect(last.status == 200)
        #expect(try await server.send("GET", TestServer.configMaps + "/a").status == 404)
    }

    @Test func deletesCollectionsBySelector() async throws {
        let server = try await TestServer()
        for index in 0..<30 {
            let label = index % 3 == 0 ? "x" : "y"
            _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"c\#(index)","labels":{"l":"\#(label)"}}}"#)
        }
        let answer = try await server.send("DELETE", TestServer.configMaps + "?labelSelector=l%3Dx")
        #expect(answer.document["kind"] == "ConfigMapList")
        #expect(answer.document["items"].array?.count == 10)
        #expect(try await server.send("GET", TestServer.configMaps).document["items"].array?.count == 20)
    }

    @Test func dryRunsStoreNothing() async throws {
        let server = try await TestServer()
        let created = try await server.send("POST", TestServer.configMaps + "?dryRun=All", #"{"metadata":{"name":"a"}}"#)
        #expect(created.status == 201)
        #expect(try await server.send("GET", TestServer.configMaps + "/a").status == 404)
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        _ = try await server.send("DELETE", TestServer.configMaps + "/a?dryRun=All")
        #expect(try await server.send("GET", TestServer.configMaps + "/a").status == 200)
        #expect(try await server.send("POST", TestServer.configMaps + "?dryRun=Some", #"{"metadata":{"name":"b"}}"#).status == 422)
    }

    @Test func survivesARestart() async throws {
        let storage = MemoryStorage()
        do {
            let server = try await TestServer(storage: storage)
            _ = try await server.send("POST", TestServer.pods, TestServer.pod("p", labels: #"{"a":"b"}"#))
        }
        let server = try await TestServer(storage: storage)
        let list = try await server.send("GET", "/api/v1/pods?labelSelector=a%3Db")
        #expect(list.document["items"].array?.count == 1)
        #expect(list.document["metadata"]["resourceVersion"] == "1")
    }
}

@Suite struct UpdatePolicyTests {
    @Test func someUpdatesCreate() async throws {
        let server = try await TestServer()
        let endpoints = "/api/v1/namespaces/default/endpoints/e"
        #expect(try await server.send("PUT", endpoints, #"{"metadata":{"name":"e"}}"#).status == 201)
        #expect(try await server.send("PUT", endpoints, #"{"metadata":{"name":"e"}}"#).status == 200)
        #expect(try await server.send("PUT", TestServer.configMaps + "/c", #"{"metadata":{"name":"c"}}"#).status == 404)
    }

    @Test func someUpdatesNameTheirVersion() async throws {
        let server = try await TestServer()
        let leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases"
        _ = try await server.send("POST", leases, #"{"metadata":{"name":"l"},"spec":{"holderIdentity":"a"}}"#)
        let blind = try await server.send("PUT", leases + "/l", #"{"metadata":{"name":"l"},"spec":{"holderIdentity":"b"}}"#)
        #expect(blind.status == 422)
        #expect(
            blind.document["message"]
                == #"leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update"#
        )
    }
}
