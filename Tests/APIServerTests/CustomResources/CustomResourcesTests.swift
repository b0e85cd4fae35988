import Client
import Document
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct CustomResourcesTests {
    private typealias Custom = CustomServer

    @Test func aKindIsServedAndDescribed() async throws {
        let custom = try await Custom()
        #expect(try await custom.send("GET", Custom.crontabs).status == 404)
        try await custom.define(Custom.definition())
        let resources = try await custom.send("GET", "/apis/stable.example.com/v1").document["resources"].array ?? []
        #expect(resources.map { $0["name"].string } == ["crontabs", "crontabs/scale", "crontabs/status"])
        #expect(resources.first?["shortNames"] == ["ct"] && resources.first?["categories"] == ["all"])
        let groups =
            try await custom.send(
                "GET", "/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
            ).document["items"].array ?? []
        #expect(groups.contains { $0["metadata"]["name"] == "stable.example.com" })
        let described = try await custom.send("GET", "/openapi/v3/apis/stable.example.com/v1").document["components"]["schemas"]
        #expect(described["com.example.stable.v1.CronTab"]["properties"]["spec"]["required"] == ["cron"])
        let definition = try await custom.send("GET", Custom.definitions + "/crontabs.stable.example.com").document
        #expect(definition["status"]["acceptedNames"]["listKind"] == "CronTabList")
    }

    @Test func objectsAreDefaultedPrunedAndValidated() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        var object = Custom.crontab("a", ["cron": "* * * * *", "unknown": 1])
        object["status"] = ["replicas": 7]
        let made = try await custom.send("POST", Custom.crontabs, object)
        #expect(made.status == 201 && made.document["spec"] == ["cron": "* * * * *", "replicas": 1])
        #expect(made.document["status"].isNull && made.document["metadata"]["generation"] == 1)
        #expect(made.headers.contains { $0.name == "Warning" && $0.value.contains(#"unknown field \"spec.unknown\""#) })
        let strict = try await custom.send("POST", Custom.crontabs + "?fieldValidation=Strict", Custom.crontab("b", ["cron": "*", "x": 1]))
        #expect(strict.status == 400)
        #expect(
            strict.document["message"].string
                == #"CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.x""#)
        let bad = try await custom.send(
            "POST", Custom.crontabs, Custom.crontab("b", ["cron": "x", "replicas": 0, "color": "NonExistentValue", "bars": [[:]]]))
        #expect(bad.status == 422)
        let causes = (bad.document["details"]["causes"].array ?? []).map { "\($0["field"].string ?? ""): \($0["message"].string ?? "")" }
        #expect(
            Set(causes) == [
                #"spec.cron: Invalid value: "x": spec.cron in body should match '^[*0-9 ]+$'"#,
                "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1",
                #"spec.color: Unsupported value: "NonExistentValue": supported values: "red", "blue""#, "spec.bars[0].name: Required value",
            ])
    }

    @Test func patchesAndSubresources() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("a"))
        let path = Custom.crontabs + "/a"
        let merged = try await custom.send("PATCH", path, ["spec": ["color": "red"]], type: "application/merge-patch+json")
        #expect(merged.document["spec"]["color"] == "red" && merged.document["metadata"]["generation"] == 2)
        let patched = try await custom.send(
            "PATCH", path, [["op": "replace", "path": "/spec/color", "value": "blue"]], type: "application/json-patch+json")
        #expect(patched.document["spec"]["color"] == "blue")
        let strategic = try await custom.send("PATCH", path, [:], type: "application/strategic-merge-patch+json")
        #expect(strategic.status == 415)
        #expect(strategic.document["message"].string?.contains("application/apply-patch+yaml") == true)
        let status = try await custom.send(
            "PATCH", path + "/status", ["status": ["replicas": 2, "selector": "a=b"], "spec": ["color": "red"]],
            type: "application/merge-patch+json")
        #expect(status.document["status"]["replicas"] == 2 && status.document["spec"]["color"] == "blue")
        var scale = try await custom.send("GET", path + "/scale").document
        #expect(scale["kind"] == "Scale" && scale["spec"]["replicas"] == 1)
        #expect(scale["status"] == ["replicas": 2, "selector": "a=b"])
        scale["spec"]["replicas"] = 5
        #expect(try await custom.send("PUT", path + "/scale", scale).document["spec"]["replicas"] == 5)
        #expect(try await custom.send("GET", path).document["spec"]["replicas"] == 5)
        let blind = try await custom.send("PUT", path, Custom.crontab("a"))
        #expect(blind.status == 422 && blind.document["message"].string?.contains("must be specified for an update") == true)
    }

    @Test func shapesThatClientsAskFor() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("a"))
        let table = try await custom.send("GET", Custom.crontabs, accept: "application/json;as=Table;v=v1;g=meta.k8s.io").document
        #expect((table["columnDefinitions"].array ?? []).map { $0["name"].string } == ["Name", "Cron"])
        #expect(table["rows"][0]["cells"] == ["a", "* * * * *"])
        let partial = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"
        #expect(try await custom.send("GET", Custom.crontabs, accept: partial).document["items"][0]["metadata"]["name"] == "a")
        let protobuf = "application/vnd.kubernetes.protobuf"
        #expect(try await custom.send("GET", Custom.crontabs, accept: protobuf).status == 406)
        #expect(try await custom.send("GET", Custom.crontabs, accept: protobuf + ",application/json").document["kind"] == "CronTabList")
    }

    @Test func schemasChangeWhileTheyAreServed() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("a"))
        var definition = try await custom.send("GET", Custom.definitions + "/crontabs.stable.example.com").document
        let spec = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
        #expect(spec["image"].isNull)
        definition["spec"]["versions"].mutateArray { versions in
            versions[0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["image"] = ["type": "string", "default": "nginx"]
        }
        #expect(try await custom.send("PUT", Custom.definitions + "/crontabs.stable.example.com", definition).status == 200)
        try await custom.eventually { try await custom.send("GET", Custom.crontabs + "/a").document["spec"]["image"] == "nginx" }
        #expect(try await custom.send("GET", Custom.crontabs).document["items"][0]["spec"]["image"] == "nginx")
    }

    @Test func versionsDifferInTheirNames() async throws {
        let custom = try await Custom()
        try await custom.define(
            Custom.definition(versions: ["v1beta1", "v1"]) { definition in
                definition["spec"]["versions"].mutateArray { $0[0]["deprecated"] = true }
            })
        let beta = Custom.crontabs.replacing("/v1/", with: "/v1beta1/")
        let made = try await custom.send("POST", beta, Custom.crontab("a", version: "v1beta1"))
        #expect(made.status == 201 && made.document["apiVersion"] == "stable.example.com/v1beta1")
        #expect(made.headers.contains { $0.name == "Warning" && $0.value.contains("stable.example.com/v1beta1 CronTab is deprecated") })
        #expect(try await custom.send("GET", Custom.crontabs + "/a").document["apiVersion"] == "stable.example.com/v1")
        let group = try await custom.send("GET", "/apis/stable.example.com").document
        #expect(group["preferredVersion"]["version"] == "v1")
        // The storage version moves on; what is stored is read as before.
        var definition = try await custom.send("GET", Custom.definitions + "/crontabs.stable.example.com").document
        definition["spec"]["versions"].mutateArray { versions in
            (versions[0]["storage"], versions[1]["storage"]) = (true, false)
        }
        let moved = try await custom.send("PUT", Custom.definitions + "/crontabs.stable.example.com", definition)
        #expect(moved.document["status"]["storedVersions"] == ["v1", "v1beta1"])
        _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("b"))
        #expect((try await custom.send("GET", beta).document["items"].array ?? []).count == 2)
    }

    @Test func fieldsSelect() async throws {
        let custom = try await Custom()
        try await custom.define(
            Custom.definition { definition in
                definition["spec"]["versions"].mutateArray { $0[0]["selectableFields"] = [["jsonPath": ".spec.color"]] }
            })
        for (name, color) in [("a", "red"), ("b", "blue")] {
            _ = try await custom.send("POST", Custom.crontabs, Custom.crontab(name, ["cron": "*", "color": .string(color)]))
        }
        let found = try await custom.send("GET", Custom.crontabs + "?fieldSelector=spec.color%3Dred").document["items"].array ?? []
        #expect(found.map { $0["metadata"]["name"] } == ["a"])
        let unknown = try await custom.send("GET", Custom.crontabs + "?fieldSelector=spec.cron%3Dx")
        #expect(unknown.status == 400 && unknown.document["message"] == "field label not supported: spec.cron")
    }

    @Test func namesOfOthersAreNotTaken() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        let other = Custom.definition { definition in
            definition["metadata"]["name"] = "others.stable.example.com"
            definition["spec"]["names"] = ["plural": "others", "kind": "CronTab"]
        }
        #expect(try await custom.send("POST", Custom.definitions, other).status == 201)
        try await custom.until("NamesAccepted", "False", of: "others.stable.example.com")
        let conditions = try await custom.send("GET", Custom.definitions + "/others.stable.example.com").document["status"]["conditions"]
        #expect(conditions[0]["reason"] == "ListKindConflict" && conditions[0]["message"] == "\"CronTabList\" is already in use")
        #expect(conditions[1]["type"] == "Established" && conditions[1]["status"] == "False")
        _ = try await custom.send("DELETE", Custom.definitions + "/crontabs.stable.example.com")
        try await custom.until("Established", "True", of: "others.stable.example.com")
    }

    @Test func deletionTakesTheObjectsAlong() async throws {
        let custom = try await Custom()
        try await custom.define(Custom.definition())
        var held = Custom.crontab("a")
        held["metadata"]["finalizers"] = ["example.com/hold"]
        _ = try await custom.send("POST", Custom.crontabs, held)
        _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("b"))
        let type = ResourceType(group: "stable.example.com", version: "v1", plural: "crontabs", kind: "CronTab")
        let stream = try await custom.server.client.watch(type, WatchOptions())
        let path = Custom.definitions + "/crontabs.stable.example.com"
        let marked = try await custom.send("DELETE", path)
        #expect(marked.status == 200 && marked.document["metadata"]["finalizers"] == ["customresourcecleanup.apiextensions.k8s.io"])
        try await custom.eventually { try await custom.send("GET", Custom.crontabs + "/b").status == 404 }
        let refused = try await custom.send("POST", Custom.crontabs, Custom.crontab("c"))
        #expect(refused.status == 405)
        #expect(refused.document["message"] == "create not allowed while custom resource definition is terminating")
        _ = try await custom.send(
            "PATCH", Custom.crontabs + "/a", ["metadata": ["finalizers": .array([])]], type: "application/merge-patch+json")
        try await custom.eventually { try await custom.send("GET", path).status == 404 }
        try await custom.eventually { try await custom.send("GET", Custom.crontabs).status == 404 }
        #expect(try await custom.send("GET", "/apis/stable.example.com").status == 404)
        var deleted: Set<String> = []
        do {
            for try await event in stream { if case .deleted(let record) = event { deleted.insert(record.key.name) } }
        } catch {
            #expect((error as? APIError)?.isExpired == true)
        }
        #expect(deleted.isSubset(of: ["a", "b"]))
        // Made again, it begins empty.
        try await custom.define(Custom.definition())
        #expect(try await custom.send("GET", Custom.crontabs).document["items"] == .array([]))
    }

    @Test func definitionsAreServedAgainAfterARestart() async throws {
        let storage = MemoryStorage()
        do {
            let custom = Custom(try await TestServer(storage: storage))
            try await custom.define(Custom.definition())
            _ = try await custom.send("POST", Custom.crontabs, Custom.crontab("a"))
        }
        // Nothing follows the definitions here: they are served before anything runs.
        let server = try await TestServer(storage: storage)
        let found = try await server.send("GET", Custom.crontabs + "/a")
        #expect(found.status == 200 && found.document["spec"]["replicas"] == 1)
    }

    @Test func warnsOfWhatIsNotEnforced() async throws {
        let custom = Custom(
            try await TestServer(configure: { $0.admission = AdmissionChain([DefinitionWarnings()]) }))
        let schema: JSON = [
            "type": "object", "x-kubernetes-validations": [["rule": "true"]], "properties": ["a": ["type": "string", "format": "odd"]],
        ]
        let made = try await custom.send("POST", Custom.definitions, Custom.definition(schema: schema))
        let warnings = made.headers.filter { $0.name == "Warning" }.map(\.value)
        #expect(warnings.contains { $0.contains("openAPIV3Schema: 1 x-kubernetes-validations are stored, but not yet enforced") })
        #expect(warnings.contains { $0.contains(#"unrecognized format \"odd\""#) })
        #expect(made.document["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["x-kubernetes-validations"][0]["rule"] == "true")
    }

    @Test func onlyOldDefinitionsMayKeepWhatTheyDoNotKnow() async throws {
        let custom = Custom(try await TestServer(configure: { $0.admission = AdmissionChain([DefinitionWarnings()]) }))
        // Without defaults, which are a second reason.
        let plain = Custom.definition(schema: ["type": "object"])
        var definition = plain
        definition["spec"]["preserveUnknownFields"] = true
        let why = "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
        let refused = try await custom.send("POST", Custom.definitions, definition)
        #expect(refused.status == 422 && refused.document["message"].string?.contains(why) == true)
        #expect(refused.document["details"]["causes"].array?.count == 1)
        let made = try await custom.send("POST", Custom.definitions, plain)
        var changed = made.document
        changed["spec"]["preserveUnknownFields"] = true
        let name = changed["metadata"]["name"].string ?? ""
        let update = try await custom.send("PUT", Custom.definitions + "/" + name, changed)
        #expect(update.status == 422 && update.document["message"].string?.contains(why) == true)
        #expect(update.document["details"]["causes"].array?.count == 1)
    }

    @Test func oldDefinitionsKeepWhatTheyDoNotKnow() async throws {
        let custom = try await Custom()
        let old: JSON = [
            "apiVersion": "apiextensions.k8s.io/v1beta1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "crontabs.stable.example.com"],
            "spec": ["group": "stable.example.com", "version": "v1", "names": ["plural": "crontabs", "kind": "CronTab"]],
        ]
        let made = try await custom.send("POST", Custom.definitions.replacing("/v1/", with: "/v1beta1/"), old)
        #expect(made.status == 201, "\(made.document.text)")
        try await custom.until("Established", "True", of: "crontabs.stable.example.com")
        let object = try await custom.send("POST", Custom.crontabs, Custom.crontab("a", ["anything": ["goes": true]]))
        #expect(object.status == 201 && object.document["spec"] == ["anything": ["goes": true]])
    }
}
