import Client
import Document
import Resources
import Testing

@testable import APIServer

@Suite struct SubresourceTests {
    private let deployment = #"""
        {"metadata":{"name":"d"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """#
    private let deployments = "/apis/apps/v1/namespaces/default/deployments"

    @Test func scales() async throws {
        let server = try await TestServer()
        #expect(try await server.send("POST", deployments, deployment).status == 201)
        let scale = try await server.send("GET", deployments + "/d/scale")
        #expect(scale.document["kind"] == "Scale")
        #expect(scale.document["spec"]["replicas"] == 2)
        #expect(scale.document["status"]["selector"] == "a=b")
        try await server.client.setScale(.deployments, namespace: "default", name: "d", replicas: 5)
        #expect(try await server.client.scale(.deployments, namespace: "default", name: "d") == 5)
        let stored = try await server.send("GET", deployments + "/d")
        #expect(stored.document["spec"]["replicas"] == 5)
        #expect(stored.document["metadata"]["generation"] == 2)
        let negative = try await server.send(
            "PATCH", deployments + "/d/scale", #"{"spec":{"replicas":-1}}"#, type: "application/merge-patch+json")
        #expect(negative.status == 422)
        #expect(
            negative.document["message"]
                == #"Scale.autoscaling "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"#)
    }

    @Test func statusAndSpecAreSeparate() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", deployments, deployment)
        let status = try await server.send(
            "PATCH", deployments + "/d/status", #"{"spec":{"replicas":9},"status":{"replicas":2}}"#, type: "application/merge-patch+json")
        #expect(status.document["spec"]["replicas"] == 2)
        #expect(status.document["status"]["replicas"] == 2)
        #expect(status.document["metadata"]["generation"] == 1)
        let spec = try await server.send(
            "PATCH", deployments + "/d", #"{"spec":{"replicas":9},"status":{"replicas":7}}"#, type: "application/merge-patch+json")
        #expect(spec.document["spec"]["replicas"] == 9)
        #expect(spec.document["status"]["replicas"] == 2)
        #expect(spec.document["metadata"]["generation"] == 2)
    }

    @Test func bindsPodsOnce() async throws {
        let server = try await TestServer()
        let pod = try await server.send("POST", TestServer.pods, TestServer.pod("p"))
        let uid = pod.document["metadata"]["uid"].string ?? ""
        let key = ObjectKey(namespace: "default", name: "p")
        try await server.client.bind(key, uid: uid, to: "n1")
        let bound = try await server.send("GET", TestServer.pods + "/p")
        #expect(bound.document["spec"]["nodeName"] == "n1")
        #expect((bound.document["status"]["conditions"].array ?? []).contains { $0["type"] == "PodScheduled" && $0["status"] == "True" })
        let byNode = try await server.client.list(.pods, ListOptions(fieldSelector: "spec.nodeName=n1"))
        #expect(byNode.records.count == 1)
        await #expect(throws: APIError.self) { try await server.client.bind(key, uid: uid, to: "n2") }
        let other = try await server.send("POST", TestServer.pods, TestServer.pod("q"))
        #expect(other.status == 201)
        await #expect(throws: APIError.self) {
            try await server.client.bind(ObjectKey(namespace: "default", name: "q"), uid: "stranger", to: "n1")
        }
    }

    @Test func evictsWithinTheBudget() async throws {
        let server = try await TestServer()
        let budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"
        let budget = #"{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}"#
        #expect(try await server.send("POST", budgets, budget).status == 201)
        for name in ["p", "q"] {
            let pod = try await server.send("POST", TestServer.pods, TestServer.pod(name, labels: #"{"a":"b"}"#))
            try await server.client.bind(
                ObjectKey(namespace: "default", name: name), uid: pod.document["metadata"]["uid"].string ?? "", to: "n1")
            _ = try await server.send(
                "PATCH", TestServer.pods + "/\(name)/status",
                #"{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}"#,
                type: "application/strategic-merge-patch+json")
        }
        let status =
            #"{"status":{"disruptionsAllowed":1,"currentHealthy":2,"desiredHealthy":1,"expectedPods":2,"observedGeneration":1}}"#
        let updated = try await server.send("PATCH", budgets + "/b/status", status, type: "application/merge-patch+json")
        #expect(updated.status == 200)
        try await server.client.evict(ObjectKey(namespace: "default", name: "p"))
        #expect(try await server.send("GET", TestServer.pods + "/p").document["metadata"]["deletionTimestamp"].string != nil)
        do {
            try await server.client.evict(ObjectKey(namespace: "default", name: "q"))
            Issue.record("an eviction beyond the budget was granted")
        } catch let error as APIError {
            #expect(error.code == 429)
            #expect(error.message == "Cannot evict pod as it would violate the pod's disruption budget.")
        }
    }

    @Test func finalizesNamespaces() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", "/api/v1/namespaces", #"{"metadata":{"name":"n"}}"#)
        let deleted = try await server.send("DELETE", "/api/v1/namespaces/n")
        #expect(deleted.document["status"]["phase"] == "Terminating")
        var document = deleted.document
        document["spec"] = [:]
        let finalized = try await server.send("PUT", "/api/v1/namespaces/n/finalize", document.text)
        #expect(finalized.status == 200)
        #expect(try await server.send("GET", "/api/v1/namespaces/n").status == 404)
    }

    @Test func servicesGetAddresses() async throws {
        let server = try await TestServer()
        let services = "/api/v1/namespaces/default/services"
        let created = try await server.send(
            "POST", services, #"{"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}}"#)
        #expect(created.status == 201)
        #expect(created.document["spec"]["clusterIP"].string?.hasPrefix("10.96.") ?? false)
        #expect((30_000...32_767).contains(created.document["spec"]["ports"][0]["nodePort"].int ?? 0))
        let address = created.document["spec"]["clusterIP"].string ?? ""
        let clash = try await server.send(
            "POST", services, #"{"metadata":{"name":"t"},"spec":{"clusterIP":"\#(address)","ports":[{"port":80}]}}"#)
        #expect(clash.status == 422)
        #expect(clash.document["message"].string?.contains("provided IP is already allocated") ?? false)
        _ = try await server.send("DELETE", services + "/s")
        let again = try await server.send(
            "POST", services, #"{"metadata":{"name":"t"},"spec":{"clusterIP":"\#(address)","ports":[{"port":80}]}}"#)
        #expect(again.status == 201)
    }
}
