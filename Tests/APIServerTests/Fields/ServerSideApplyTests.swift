import Document
import Resources
import Testing

@testable import APIServer

@Suite struct ServerSideApplyTests {
    private static let deployments = "/apis/apps/v1/namespaces/default/deployments"
    private static let services = "/api/v1/namespaces/default/services"

    private func apply(
        _ server: TestServer, _ path: String, _ body: String, by manager: String? = "me", force: Bool = false, more: String = ""
    ) async throws -> (status: Int, document: JSON, headers: [(name: String, value: String)]) {
        let query = (manager.map { "fieldManager=\($0)" } ?? "") + (force ? "&force=true" : "") + more
        return try await server.send("PATCH", path + "?" + query, body, type: "application/apply-patch+yaml")
    }

    private static func configMap(_ data: String, metadata: String = "") -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n\(metadata)data: \(data)\n"
    }

    private static func deployment(replicas: Int?, image: String? = "i:1", more: String = "") -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: d
        spec:
          \(replicas.map { "replicas: \($0)" } ?? "paused: false")
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec:
              containers:
              - name: c
                \(image.map { "image: \($0)" } ?? "tty: true")
        \(more)
        """
    }

    @Test func makesChangesAndLeavesAlone() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        let made = try await apply(server, path, Self.configMap("{k: v}"))
        #expect(made.status == 201)
        #expect(made.document.managers == [#"me/Apply {"f:data":{"f:k":{}}}"#])
        let same = try await apply(server, path, Self.configMap("{k: v}"))
        #expect(same.status == 200)
        #expect(same.document == made.document)
        let changed = try await apply(server, path, Self.configMap("{l: w}"))
        #expect(changed.document["data"] == ["l": "w"])
        #expect(changed.document.managers == [#"me/Apply {"f:data":{"f:l":{}}}"#])
        let dry = try await apply(server, path, Self.configMap("{m: x}"), more: "&dryRun=All")
        #expect(dry.document["data"] == ["m": "x"])
        #expect(try await server.send("GET", path).document["data"] == ["l": "w"])
    }

    @Test func conflictsAreRefusedUnlessForced() async throws {
        let server = try await TestServer()
        let path = Self.deployments + "/d"
        _ = try await apply(server, path, Self.deployment(replicas: 1), by: "one")
        let refused = try await apply(server, path, Self.deployment(replicas: 2), by: "two")
        #expect(refused.status == 409)
        #expect(refused.document["reason"] == "Conflict")
        #expect(refused.document["message"] == #"Apply failed with 1 conflict: conflict with "one": .spec.replicas"#)
        #expect(
            refused.document["details"]["causes"][0]
                == ["reason": "FieldManagerConflict", "message": #"conflict with "one""#, "field": ".spec.replicas"])
        let several = try await apply(server, path, Self.deployment(replicas: 2, image: "i:2"), by: "two")
        #expect(
            several.document["message"]
                == .string(
                    """
                    Apply failed with 2 conflicts: conflicts with "one":
                    - .spec.replicas
                    - .spec.template.spec.containers[name="c"].image
                    """))
        let forced = try await apply(server, path, Self.deployment(replicas: 2, image: nil), by: "two", force: true)
        #expect(forced.document["spec"]["replicas"] == 2)
        #expect(forced.document["spec"]["template"]["spec"]["containers"][0]["image"] == "i:1")
        #expect(!(forced.document.managers.first { $0.hasPrefix("one") } ?? "f:replicas").contains("f:replicas"))
        // Who lost a field may leave it out: the other's value stays.
        let left = try await apply(server, path, Self.deployment(replicas: nil), by: "one")
        #expect(left.document["spec"]["replicas"] == 2)
        _ = try await server.send(
            "PATCH", path + "?fieldManager=editor", #"{"spec":{"replicas":7}}"#, type: "application/merge-patch+json")
        let again = try await apply(server, path, Self.deployment(replicas: 3), by: "two")
        #expect(again.document["message"] == #"Apply failed with 1 conflict: conflict with "editor" using apps/v1: .spec.replicas"#)
    }

    @Test func fieldsAreSharedAndGoWithTheLastOwner() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        _ = try await apply(server, path, Self.configMap("{k: v, l: w}"), by: "one")
        let shared = try await apply(server, path, Self.configMap("{k: v}"), by: "two")
        #expect(shared.status == 200 && shared.document.managers.count == 2)
        let first = try await apply(server, path, Self.configMap("{l: w}"), by: "one")
        #expect(first.document["data"] == ["k": "v", "l": "w"])
        let second = try await apply(server, path, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", by: "two")
        #expect(second.document["data"] == ["l": "w"])
        #expect(second.document.managers == [#"one/Apply {"f:data":{"f:l":{}}}"#])
    }

    @Test func listsMergeByTheirKeys() async throws {
        let server = try await TestServer()
        let path = Self.services + "/s"
        func service(_ ports: String) -> String {
            "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector: {a: b}\n  ports: \(ports)\n"
        }
        _ = try await apply(server, path, service("[{port: 80, name: web}]"), by: "one")
        let both = try await apply(server, path, service("[{port: 443, name: tls}]"), by: "two")
        #expect(both.document["spec"]["ports"].array?.map { $0["port"].int } == [80, 443])
        let left = try await apply(server, path, service("[{port: 8080, name: web}]"), by: "one")
        #expect(left.document["spec"]["ports"].array?.map { $0["port"].int } == [443, 8080])
        let twice = try await apply(server, path, service("[{port: 80, name: a}, {port: 80, name: b}]"), by: "one")
        #expect(twice.status == 500)
        #expect(
            twice.document["message"]
                == #"failed to create typed patch object (/s; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=80,protocol="TCP"]"#
        )
    }

    @Test func whatNobodyRecordedIsBeforeTheFirstApply() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"v","l":"w"}}"#)
        _ = try await server.send(
            "PATCH", path, #"{"metadata":{"managedFields":[{}]}}"#, type: "application/merge-patch+json")
        let refused = try await apply(server, path, Self.configMap("{k: x}"))
        #expect(refused.document["message"] == #"Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.k"#)
        let taken = try await apply(server, path, Self.configMap("{k: x}"), force: true)
        #expect(
            taken.document.managers == [
                #"me/Apply {"f:data":{"f:k":{}}}"#, #"before-first-apply/Update {"f:data":{".":{},"f:l":{}}}"#,
            ])
    }

    @Test func refusesWhatItMustInKnownWords() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        let anonymous = try await apply(server, path, Self.configMap("{k: v}"), by: nil)
        #expect(anonymous.status == 422)
        #expect(
            anonymous.document["message"]
                == #"PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch"#)
        let unknown = try await apply(server, path, Self.configMap("{k: v}") + "unknownField: 1\n")
        #expect(unknown.status == 500)
        #expect(
            unknown.document["message"]
                == "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .unknownField: field not declared in schema")
        #expect(try await apply(server, path, "metadata: {name: a}").document["message"] == "invalid object type: /, Kind=")
        #expect(
            try await apply(server, path, "apiVersion: v1\nkind: Secret\nmetadata: {name: a}").document["message"]
                == "invalid object type: /v1, Kind=Secret")
        #expect(try await apply(server, path, "a: [").status == 400)
        #expect(try await apply(server, path, "[1]").status == 400)
        let managed = try await apply(server, path, Self.configMap("{k: v}", metadata: "  managedFields: [{manager: x}]\n"))
        #expect(managed.status == 400 && managed.document["message"] == "metadata.managedFields must be nil")
        let other = try await apply(server, TestServer.configMaps + "/b", Self.configMap("{k: v}"))
        #expect(other.status == 400)
        let json = try await server.send("PATCH", path + "?fieldManager=m", "{}", type: "application/apply-patch+json")
        #expect(json.status == 415)
        #expect(try await server.send("PATCH", path + "?fieldManager=m", "", type: "application/apply-patch+cbor").status == 415)
        #expect(try await apply(server, path + "/status", Self.configMap("{k: v}")).status == 404)
        let forced = try await server.send("PATCH", path + "?force=true", "{}", type: "application/merge-patch+json")
        #expect(forced.status == 422)
        let uid = try await apply(server, path, Self.configMap("{k: v}", metadata: "  uid: x\n"))
        #expect(uid.status == 409)
    }

    @Test func keysThatComeTwice() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        let body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  foo: one\n  foo: two\n"
        let strict = try await apply(server, path, body, more: "&fieldValidation=Strict")
        #expect(strict.status == 400)
        #expect(
            strict.document["message"]
                == .string(
                    "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key \"foo\" already set in map"
                ))
        let warned = try await apply(server, path, body)
        #expect(warned.status == 201 && warned.document["data"] == ["foo": "two"])
        #expect(warned.headers.contains { $0.name == "Warning" && $0.value == #"299 - "line 7: key \"foo\" already set in map""# })
        let ignored = try await apply(server, path, body, more: "&fieldValidation=Ignore")
        #expect(ignored.status == 200 && !ignored.headers.contains { $0.name == "Warning" })
    }

    @Test func subresources() async throws {
        let server = try await TestServer()
        let path = Self.deployments + "/d"
        #expect(try await apply(server, path + "/status", Self.deployment(replicas: 1)).status == 404)
        _ = try await apply(server, path, Self.deployment(replicas: 1))
        let status = try await apply(
            server, path + "/status",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nstatus: {replicas: 4}\nspec: {replicas: 5}\n",
            by: "controller")
        #expect(status.status == 200)
        #expect(status.document["status"]["replicas"] == 4 && status.document["spec"]["replicas"] == 1)
        #expect(status.document.managers.contains(#"controller/Apply/status {"f:status":{"f:replicas":{}}}"#))
        let scale = "apiVersion: autoscaling/v1\nkind: Scale\nmetadata: {name: d}\nspec: {replicas: 6}\n"
        let refused = try await apply(server, path + "/scale", scale, by: "scaler")
        #expect(refused.document["message"] == #"Apply failed with 1 conflict: conflict with "me": .spec.replicas"#)
        let scaled = try await apply(server, path + "/scale", scale, by: "scaler", force: true)
        #expect(scaled.document["spec"]["replicas"] == 6)
        let read = try await server.send("GET", path)
        #expect(read.document.managers.contains(#"scaler/Apply/scale {"f:spec":{"f:replicas":{}}}"#))
    }

    @Test func preconditionsHold() async throws {
        let server = try await TestServer()
        let path = TestServer.configMaps + "/a"
        _ = try await apply(server, path, Self.configMap("{k: v}"))
        let stale = try await apply(server, path, Self.configMap("{k: w}", metadata: "  resourceVersion: \"99\"\n"))
        #expect(stale.status == 409)
        let fresh = try await apply(server, path, Self.configMap("{k: w}", metadata: "  resourceVersion: \"1\"\n"))
        #expect(fresh.status == 200)
    }

    @Test func kubectlTakesOverFromItself() async throws {
        let server = try await TestServer()
        let path = Self.deployments + "/d"
        let spec =
            #"{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}"#
        let last = #"{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\"},\"spec\":{\"replicas\":1}}\n"#
        _ = try await server.send(
            "POST", Self.deployments + "?fieldManager=kubectl-client-side-apply",
            #"{"metadata":{"name":"d","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"\#(last)"}},"spec":\#(spec)}"#)
        // The image was not in what was applied last.
        let refused = try await apply(server, path, Self.deployment(replicas: 2, image: "i:2"), by: "kubectl")
        #expect(
            refused.document["message"]
                == #"Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.template.spec.containers[name="c"].image"#
        )
        let taken = try await apply(server, path, Self.deployment(replicas: 2, image: nil), by: "kubectl")
        #expect(taken.status == 200 && taken.document["spec"]["replicas"] == 2)
        let note = taken.document["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"].string ?? ""
        #expect(note.hasPrefix(#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"#) && note.contains(#""replicas":2"#))
    }

    @Test func theSameFieldInAnotherVersion() async throws {
        let server = try await TestServer()
        let body = Self.deployment(replicas: 1)
        let old = "/apis/apps/v1beta2/namespaces/default/deployments/d"
        _ = try await apply(server, old, body.replacing("apps/v1", with: "apps/v1beta2"), by: "one")
        let shared = try await apply(server, Self.deployments + "/d", body, by: "one")
        #expect(shared.status == 200 && shared.document.managers.count == 1)
        #expect(shared.document["metadata"]["managedFields"][0]["apiVersion"] == "apps/v1")
        let refused = try await apply(
            server, old, Self.deployment(replicas: 2).replacing("apps/v1", with: "apps/v1beta2"), by: "two")
        #expect(refused.status == 409)
    }
}
