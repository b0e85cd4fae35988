import Document
import Resources
import Testing

@testable import APIServer

/// Answers to writes, as kube-apiserver 1.36 gives them.
@Suite struct UpstreamWritesTests {
    static let path = TestServer.configMaps + "/c"

    @Test(arguments: [
        // What the patch itself says cannot be done, and what it would leave is no object.
        ("application/json-patch+json", #"[{"op":"test","path":"/data/k","value":"x"}]"#, 422),
        ("application/json-patch+json", #"[{"op":"remove","path":"/data/none"}]"#, 422),
        ("application/json-patch+json", #"[{"op":"walk","path":"/data/k"}]"#, 422),
        ("application/json-patch+json", #"[{"op":"add","path":"/data/k","value":{"a":1}}]"#, 422),
        ("application/json-patch+json", "null", 200), ("application/json-patch+json", "{", 400),
        ("application/merge-patch+json", #"{"data":"x"}"#, 422), ("application/merge-patch+json", #"{"data":{"k":null}}"#, 200),
        ("application/strategic-merge-patch+json", #"{"data":5}"#, 422), ("application/merge-patch+json", "[]", 400),
    ])
    func patches(type: String, body: String, status: Int) async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"c"},"data":{"k":"v"}}"#)
        let answer = try await server.send("PATCH", Self.path, body, type: type)
        #expect(answer.status == status, "\(answer.document.text)")
    }

    @Test(arguments: [("", 201), ("&fieldValidation=Warn", 201), ("&fieldValidation=Ignore", 201), ("&fieldValidation=Strict", 400)])
    func yamlKeysSaidTwice(validation: String, status: Int) async throws {
        let server = try await TestServer()
        let body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n}\ndata: {k: v}\ndata: {k: w}\n"
        let answer = try await server.send("POST", TestServer.configMaps + "?dryRun=All" + validation, body, type: "application/yaml")
        #expect(answer.status == status, "\(answer.document.text)")
        if status == 201 { #expect(answer.document["data"]["k"] == "w") }
    }

    @Test func warningsOfAKind() async throws {
        let server = try await TestServer()
        let body =
            #"{"metadata":{"name":"a.b"},"spec":{"containers":[{"name":"c","image":"i"}]}}"#
        let answer = try await server.send("POST", TestServer.pods, body)
        let warnings = answer.headers.filter { $0.name.lowercased() == "warning" }.map(\.value)
        #expect(warnings.contains { $0.contains("metadata.name: this is used in the Pod's hostname") })
    }

    @Test(arguments: [
        (
            "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers",
            #"{"metadata":{"name":"h"},"spec":{"maxReplicas":2,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"#
                + #""targetCPUUtilizationPercentage":-1}}"#,
            422, ["spec.metrics[0].resource.target.averageUtilization"]
        ),
        (TestServer.configMaps, #"{"metadata":{"name":"c"},"binaryData":{"k":[]}}"#, 201, []),
        (TestServer.configMaps, #"{"metadata":{"name":"c"},"binaryData":{"k":["x"]}}"#, 400, []),
        ("/apis/apps/v1/namespaces/default/controllerrevisions", #"{"metadata":{"name":"c"},"data":"x","revision":1}"#, 422, ["data"]),
        ("/api/v1/namespaces/default/limitranges", #"{"metadata":{},"spec":{"limits":[{"type":"Pod"}]}}"#, 201, []),
        (TestServer.configMaps, #"{"metadata":{},"data":{}}"#, 422, ["metadata.name"]),
    ])
    func creations(path: String, body: String, status: Int, fields: [String]) async throws {
        let answer = try await TestServer().send("POST", path, body)
        #expect(answer.status == status, "\(answer.document.text)")
        #expect((answer.document["details"]["causes"].array ?? []).map { $0["field"].string ?? "" } == fields)
        if status == 201 { #expect(answer.document["metadata"]["name"].string?.isEmpty == false) }
    }

    @Test func ownersSaidTwice() async throws {
        let server = try await TestServer()
        let owner = #"{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"u","controller":true}"#
        let body = #"{"metadata":{"name":"c","ownerReferences":[\#(owner),\#(owner)]}}"#
        let made = try await server.send("POST", TestServer.configMaps, body)
        #expect(made.status == 201 && made.document["metadata"]["ownerReferences"].array?.count == 1)
        #expect(made.headers.contains { $0.name == "Warning" && $0.value.contains("duplicate entries") })
        let changed = try await server.send("PUT", Self.path, body)
        #expect(changed.status == 200 && changed.document["metadata"]["ownerReferences"].array?.count == 1)
    }

    @Test func scaleOfNone() async throws {
        let server = try await TestServer()
        let path = "/apis/apps/v1/namespaces/default/deployments"
        let template = #"{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}"#
        let body = #"{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":\#(template)}}"#
        _ = try await server.send("POST", path, body)
        let scale = try await server.send("GET", path + "/d/scale")
        #expect(scale.document["spec"] == [:])
        #expect(scale.document["status"] == ["replicas": 0, "selector": "a=b"])
        let unknown = try await server.send(
            "PATCH", path + "/d/scale", #"{"spec":{"replicas":-1}}"#, type: "application/merge-patch+json")
        #expect(unknown.status == 422)
    }
}
