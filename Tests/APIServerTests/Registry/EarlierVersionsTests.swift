import Client
import Document
import Resources
import Schema
import Storage
import Testing

@testable import APIServer

/// Versions that upstream's servers no longer have: the same objects as today's, with the defaults of their day.
@Suite struct EarlierVersionsTests {
    private static let template = #""template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}"#

    private func path(_ apiVersion: String, _ plural: String, _ name: String = "") -> String {
        "/apis/\(apiVersion)/namespaces/default/\(plural)" + (name.isEmpty ? "" : "/" + name)
    }

    private func warnings(_ headers: [(name: String, value: String)]) -> [String] {
        headers.filter { $0.name == "Warning" }.map(\.value)
    }

    @Test func firstDeploymentsHaveTheirOldDefaults() async throws {
        let server = try await TestServer()
        let made = try await server.send(
            "POST", path("extensions/v1beta1", "deployments"), #"{"metadata":{"name":"d"},"spec":{\#(Self.template)}}"#)
        #expect(made.status == 201, "\(made.document)")
        #expect(made.document["apiVersion"] == "extensions/v1beta1")
        #expect(
            warnings(made.headers) == [
                #"299 - "extensions/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use apps/v1 Deployment""#
            ])
        let today = try await server.send("GET", path("apps/v1", "deployments", "d"))
        #expect(warnings(today.headers) == [])
        let spec = today.document["spec"]
        #expect(today.document["apiVersion"] == "apps/v1")
        #expect(spec["selector"] == ["matchLabels": ["a": "b"]])
        #expect(today.document["metadata"]["labels"] == ["a": "b"])
        #expect(spec["strategy"] == ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 1, "maxUnavailable": 1]])
        #expect(spec["revisionHistoryLimit"] == 2_147_483_647)
        #expect(spec["progressDeadlineSeconds"] == 2_147_483_647)
        #expect(spec["template"]["spec"]["restartPolicy"] == "Always")
    }

    @Test(arguments: [("apps/v1beta1", 2), ("apps/v1beta2", 10)]) func laterDeployments(_ version: String, _ history: Int) async throws {
        let server = try await TestServer()
        let body = #"{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},\#(Self.template)}}"#
        #expect(try await server.send("POST", path(version, "deployments"), body).status == 201)
        let spec = try await server.send("GET", path("apps/v1", "deployments", "d")).document["spec"]
        #expect(spec["revisionHistoryLimit"].int == history)
        #expect(spec["strategy"]["rollingUpdate"] == ["maxSurge": "25%", "maxUnavailable": "25%"])
        #expect(spec["progressDeadlineSeconds"] == 600)
    }

    @Test func setsOfOldWaitForSomebodyToDeleteTheirPods() async throws {
        let server = try await TestServer()
        let daemons = #"{"metadata":{"name":"d"},"spec":{\#(Self.template)}}"#
        #expect(try await server.send("POST", path("extensions/v1beta1", "daemonsets"), daemons).status == 201)
        let set = #"{"metadata":{"name":"s"},"spec":{"serviceName":"s",\#(Self.template)}}"#
        #expect(try await server.send("POST", path("apps/v1beta1", "statefulsets"), set).status == 201)
        for (plural, name) in [("daemonsets", "d"), ("statefulsets", "s")] {
            let stored = try await server.send("GET", path("apps/v1", plural, name)).document
            #expect(stored["spec"]["updateStrategy"] == ["type": "OnDelete"])
            #expect(stored["spec"]["selector"] == ["matchLabels": ["a": "b"]])
        }
    }

    @Test func patchesAndScalesThroughAnyVersion() async throws {
        let server = try await TestServer()
        _ = try await server.send(
            "POST", path("extensions/v1beta1", "deployments"), #"{"metadata":{"name":"d"},"spec":{\#(Self.template)}}"#)
        let patch = #"{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"j"},{"name":"d","image":"k"}]}}}}"#
        let patched = try await server.send(
            "PATCH", path("apps/v1beta1", "deployments", "d"), patch, type: "application/strategic-merge-patch+json")
        #expect(patched.status == 200, "\(patched.document)")
        #expect(patched.document["spec"]["template"]["spec"]["containers"].array?.compactMap { $0["image"].string } == ["j", "k"])
        let scale = try await server.send("GET", path("extensions/v1beta1", "deployments", "d") + "/scale")
        #expect(scale.document["apiVersion"] == "extensions/v1beta1")
        #expect(scale.document["status"]["selector"] == ["a": "b"])
        #expect(scale.document["status"]["targetSelector"] == "a=b")
        let scaled = try await server.send(
            "PATCH", path("apps/v1beta2", "deployments", "d") + "/scale", #"{"spec":{"replicas":4}}"#, type: "application/merge-patch+json")
        #expect(scaled.document["apiVersion"] == "apps/v1beta2")
        #expect(try await server.send("GET", path("apps/v1", "deployments", "d")).document["spec"]["replicas"] == 4)
    }

    @Test func rollsBackOnRequest() async throws {
        let server = try await TestServer()
        _ = try await server.send(
            "POST", path("extensions/v1beta1", "deployments"), #"{"metadata":{"name":"d"},"spec":{\#(Self.template)}}"#)
        let asked = try await server.send(
            "POST", path("extensions/v1beta1", "deployments", "d") + "/rollback",
            #"{"name":"d","updatedAnnotations":{"why":"so"},"rollbackTo":{"revision":2}}"#)
        #expect(asked.status == 200, "\(asked.document)")
        #expect(asked.document["message"] == #"rollback request for deployment "d" succeeded"#)
        let annotations = try await server.send("GET", path("apps/v1", "deployments", "d")).document["metadata"]["annotations"]
        #expect(annotations == ["why": "so", "deprecated.deployment.rollback.to": "2"])
        let old = try await server.send("GET", path("extensions/v1beta1", "deployments", "d")).document
        #expect(old["spec"]["rollbackTo"] == ["revision": 2])
        let wrong = try await server.send(
            "POST", path("extensions/v1beta1", "deployments", "d") + "/rollback", #"{"name":"e","rollbackTo":{"revision":2}}"#)
        #expect(wrong.status == 400)
    }

    @Test func ingressesKeepTheirShape() async throws {
        let server = try await TestServer()
        let body = #"{"metadata":{"name":"i"},"spec":{"rules":[{"http":{"paths":[{"backend":{"serviceName":"s","servicePort":80}}]}}]}}"#
        let made = try await server.send("POST", path("extensions/v1beta1", "ingresses"), body)
        #expect(made.status == 201, "\(made.document)")
        let today = try await server.send("GET", path("networking.k8s.io/v1", "ingresses", "i")).document
        let entry = today["spec"]["rules"][0]["http"]["paths"][0]
        #expect(entry == ["backend": ["service": ["name": "s", "port": ["number": 80]]], "pathType": "ImplementationSpecific"])
        let list = try await server.send("GET", path("networking.k8s.io/v1beta1", "ingresses")).document
        #expect(list["apiVersion"] == "networking.k8s.io/v1beta1")
        #expect(list["items"][0]["spec"]["rules"][0]["http"]["paths"][0]["backend"] == ["serviceName": "s", "servicePort": 80])
        let table = try await server.send(
            "GET", path("extensions/v1beta1", "ingresses"), accept: "application/json;as=Table;v=v1;g=meta.k8s.io")
        #expect(table.document["kind"] == "Table")
        #expect(table.document["rows"][0]["cells"][0] == "i")
    }

    @Test func autoscalersLoseNothingInOlderVersions() async throws {
        let server = try await TestServer()
        let body = #"""
            {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"behavior":{"scaleDown":
            {"stabilizationWindowSeconds":5}},"metrics":[{"type":"Pods","pods":{"metric":{"name":"q"},"target":{"type":"AverageValue",
            "averageValue":"20"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}
            """#
        let made = try await server.send("POST", path("autoscaling/v2", "horizontalpodautoscalers"), body).document
        for version in ["v1", "v2beta1", "v2beta2"] {
            let old = try await server.send("GET", path("autoscaling/" + version, "horizontalpodautoscalers", "h")).document
            let put = try await server.send("PUT", path("autoscaling/" + version, "horizontalpodautoscalers", "h"), old.text)
            #expect(put.status == 200, "\(version): \(put.document)")
            let after = try await server.send("GET", path("autoscaling/v2", "horizontalpodautoscalers", "h")).document
            #expect(after["spec"]["metrics"] == made["spec"]["metrics"], "\(version)")
            #expect(after["spec"]["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 5, "\(version)")
            #expect(after["metadata"]["annotations"] == .null, "\(version)")
        }
    }

    @Test func reviewsOfEarlierVersionsAreAnsweredInTheirs() async throws {
        let review = #"{"spec":{"user":"u","group":["g"],"resourceAttributes":{"verb":"get","resource":"pods"}}}"#
        let server = try await TestServer { parts in
            parts.actions = [
                AccessReview(resource: "subjectaccessreviews", subject: .named, authorizer: TestServer.AllowAll())
            ]
        }
        let answer = try await server.send("POST", "/apis/authorization.k8s.io/v1beta1/subjectaccessreviews", review)
        #expect(answer.status == 201, "\(answer.document)")
        #expect(answer.document["apiVersion"] == "authorization.k8s.io/v1beta1")
        #expect(answer.document["spec"]["group"] == ["g"])
        #expect(answer.document["status"]["allowed"] == true)
    }

    @Test func evictionsMayBeOfEitherVersion() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("p"))
        let answer = try await server.send(
            "POST", TestServer.pods + "/p/eviction", #"{"kind":"Eviction","apiVersion":"policy/v1beta1","metadata":{"name":"p"}}"#)
        #expect(answer.status == 201, "\(answer.document)")
    }

    @Test func deletionThroughOldVersionsOrphans() async throws {
        let server = try await TestServer()
        _ = try await server.send(
            "POST", path("extensions/v1beta1", "deployments"), #"{"metadata":{"name":"d"},"spec":{\#(Self.template)}}"#)
        _ = try await server.send("DELETE", path("extensions/v1beta1", "deployments", "d"))
        let left = try await server.send("GET", path("apps/v1", "deployments", "d"))
        #expect(left.document["metadata"]["finalizers"] == ["orphan"])
    }

    @Test func everyVersionIsStoredWithItsResource() {
        let registry = ResourceRegistry(storage: MemoryStorage())
        for info in Catalogue.builtin.resources where info.verbs.contains("watch") {
            let served = registry.served(info.type)
            #expect(served?.store.type.version.contains("alpha") == false || info.type.version.contains("alpha"), "\(info.type)")
            #expect(served?.store === registry.store(info.type), "\(info.type)")
        }
        #expect(registry.served(group: "extensions", version: "v1beta1", plural: "deployments")?.store.type.apiVersion == "apps/v1")
    }

    @Test func theyCanBeTurnedOff() {
        let registry = ResourceRegistry(catalogue: Catalogue.builtin.withoutEarlierVersions, storage: MemoryStorage())
        #expect(registry.served(group: "extensions", version: "v1beta1", plural: "deployments") == nil)
        #expect(registry.served(group: "networking.k8s.io", version: "v1beta1", plural: "ingresses") == nil)
        #expect(registry.served(group: "networking.k8s.io", version: "v1beta1", plural: "ipaddresses") != nil)
    }
}
