import Document
import Resources
import Testing

@testable import Schema

@Suite struct OpenAPITests {
    static let documents = OpenAPIDocuments(catalogue: .builtin, version: "v1.36.0")

    private func v3(_ root: String) throws -> JSON { try JSON.parse(#require(Self.documents.v3(root: root))) }

    @Test func rootsNameEveryGroupVersionOnce() {
        let roots = Self.documents.roots
        #expect(roots.contains("api/v1"))
        #expect(roots.contains("apis/apps/v1"))
        #expect(Set(roots).count == roots.count)
        #expect(Self.documents.v3(root: "apis/nothing/v1") == nil)
    }

    @Test func operationsCarryWhatClientsLookFor() throws {
        let patch = try v3("apis/apps/v1")["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]["patch"]
        #expect(patch["operationId"] == "patchAppsV1NamespacedDeployment")
        #expect(patch["x-kubernetes-action"] == "patch")
        #expect(patch["x-kubernetes-group-version-kind"] == ["group": "apps", "kind": "Deployment", "version": "v1"])
        let names = patch["parameters"].array?.map { $0["name"] }
        #expect(names == ["dryRun", "fieldManager", "fieldValidation", "force"])
        #expect(patch["parameters"][2]["in"] == "query")
        #expect(patch["requestBody"]["content"].object?.keys.contains("application/apply-patch+yaml") == true)
    }

    @Test(arguments: [
        ("api/v1", "/api/v1/pods", "get", "listCoreV1PodForAllNamespaces", "list", "Pod"),
        ("api/v1", "/api/v1/namespaces/{namespace}/pods", "post", "createCoreV1NamespacedPod", "post", "Pod"),
        ("api/v1", "/api/v1/namespaces/{namespace}/pods", "delete", "deleteCoreV1CollectionNamespacedPod", "deletecollection", "Pod"),
        ("api/v1", "/api/v1/nodes/{name}", "get", "readCoreV1Node", "get", "Node"),
        ("api/v1", "/api/v1/namespaces/{namespace}/pods/{name}/log", "get", "readCoreV1NamespacedPodLog", "get", "Pod"),
        (
            "api/v1", "/api/v1/namespaces/{namespace}/pods/{name}/exec", "post", "connectCoreV1PostNamespacedPodExec", "connect",
            "PodExecOptions"
        ),
        (
            "apis/apps/v1", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "put",
            "replaceAppsV1NamespacedDeploymentScale", "put", "Scale"
        ),
        (
            "apis/rbac.authorization.k8s.io/v1", "/apis/rbac.authorization.k8s.io/v1/clusterroles/{name}", "delete",
            "deleteRbacAuthorizationV1ClusterRole", "delete", "ClusterRole"
        ),
    ])
    func operation(root: String, path: String, method: String, id: String, action: String, kind: String) throws {
        let operation = try v3(root)["paths"][path][method]
        #expect(operation["operationId"].string == id)
        #expect(operation["x-kubernetes-action"].string == action)
        #expect(operation["x-kubernetes-group-version-kind"]["kind"].string == kind)
    }

    @Test func definitionsInOpenAPI3() throws {
        let schemas = try v3("apis/apps/v1")["components"]["schemas"]
        let deployment = schemas["io.k8s.api.apps.v1.Deployment"]
        #expect(deployment["x-kubernetes-group-version-kind"] == [["group": "apps", "kind": "Deployment", "version": "v1"]])
        let spec = schemas["io.k8s.api.apps.v1.DeploymentSpec"]
        #expect(spec["required"] == ["selector", "template"])
        #expect(
            spec["properties"]["strategy"]
                == [
                    "allOf": [["$ref": "#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy"]],
                    "description": "How old pods give way to new ones.", "x-kubernetes-patch-strategy": "retainKeys",
                ])
        let containers = schemas["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"]
        #expect(containers["type"] == "array")
        #expect(containers["items"]["$ref"] == "#/components/schemas/io.k8s.api.core.v1.Container")
        #expect(containers["x-kubernetes-list-type"] == "map")
        #expect(containers["x-kubernetes-list-map-keys"] == ["name"])
        #expect(containers["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers["x-kubernetes-patch-strategy"] == "merge")
        #expect(
            schemas["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]
                == ["oneOf": [["type": "integer"], ["type": "string"]], "format": "int-or-string"])
        #expect(schemas["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"]["x-kubernetes-group-version-kind"].array?.count == 2)
    }

    /// Every reference of every document leads to a definition in it.
    @Test func noReferenceDangles() throws {
        func check(_ json: JSON, _ prefix: String, _ known: Set<String>, _ missing: inout Set<String>) {
            switch json {
            case .array(let elements): for element in elements { check(element, prefix, known, &missing) }
            case .object(let members):
                for (key, value) in members {
                    if key == "$ref", let target = value.string, target.hasPrefix(prefix) {
                        let name = String(target.dropFirst(prefix.count))
                        if !known.contains(name) { missing.insert(name) }
                    } else {
                        check(value, prefix, known, &missing)
                    }
                }
            default: break
            }
        }
        var missing: Set<String> = []
        for root in Self.documents.roots {
            let document = try v3(root)
            check(document, "#/components/schemas/", Set(document["components"]["schemas"].object?.keys ?? []), &missing)
        }
        let swagger = try JSON.parse(OpenAPIService(Self.documents).v2(.json).bytes)
        check(swagger, "#/definitions/", Set(swagger["definitions"].object?.keys ?? []), &missing)
        check(swagger, "#/parameters/", Set(swagger["parameters"].object?.keys ?? []), &missing)
        #expect(missing.isEmpty)
    }

    @Test func definitionsInOpenAPI2() throws {
        let swagger = try JSON.parse(OpenAPIService(Self.documents).v2(.json).bytes)
        #expect(swagger["swagger"] == "2.0")
        let patch = swagger["paths"]["/api/v1/namespaces/{namespace}/pods/{name}"]["patch"]
        #expect(patch["parameters"].array?.contains { $0["name"] == "fieldValidation" && $0["in"] == "query" } == true)
        #expect(patch["parameters"].array?.contains { $0["name"] == "dryRun" && $0["in"] == "query" } == true)
        let definitions = swagger["definitions"]
        #expect(definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] == ["type": "string", "format": "int-or-string"])
        #expect(
            definitions["io.k8s.api.apps.v1.DeploymentSpec"]["properties"]["strategy"]
                == [
                    "$ref": "#/definitions/io.k8s.api.apps.v1.DeploymentStrategy", "description": "How old pods give way to new ones.",
                    "x-kubernetes-patch-strategy": "retainKeys",
                ])
        #expect(
            definitions["io.k8s.api.core.v1.Secret"]["properties"]["data"]
                == [
                    "type": "object", "additionalProperties": ["type": "string", "format": "byte"],
                    "description": "Bytes by key, in base64.",
                ])
    }

    @Test func customKindsAppearInBothVersions() throws {
        let type = ResourceType(group: "stable.example.com", version: "v1", plural: "crontabs", kind: "CronTab")
        let resource = ResourceInfo(type: type, singular: "crontab", verbs: ["get", "list", "patch"])
        let schema: JSON = [
            "type": "object",
            "properties": [
                "spec": [
                    "type": "object",
                    "properties": [
                        "n": ["type": "integer", "nullable": true],
                        "p": ["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"]]],
                        "s": ["type": "string", "default": "x", "pattern": "^a"],
                    ],
                ]
            ],
        ]
        let documents = OpenAPIDocuments(
            catalogue: .builtin, resources: [], custom: [OpenAPICustomKind(resource: resource, schema: schema, listKind: "CronTabList")],
            version: "v1.36.0")
        #expect(documents.roots == ["apis/stable.example.com/v1"])
        let v3 = try JSON.parse(#require(documents.v3(root: "apis/stable.example.com/v1")))["components"]["schemas"]
        let kind = v3["com.example.stable.v1.CronTab"]
        #expect(kind["properties"]["spec"]["properties"]["s"]["default"] == "x")
        #expect(
            kind["properties"]["metadata"]["allOf"][0]["$ref"] == "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
        #expect(kind["x-kubernetes-group-version-kind"][0]["kind"] == "CronTab")
        #expect(v3["com.example.stable.v1.CronTabList"]["properties"]["items"]["type"] == "array")
        let patch = try JSON.parse(#require(documents.v3(root: "apis/stable.example.com/v1")))["paths"][
            "/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}"]["patch"]
        let formats = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"]
        #expect(patch["requestBody"]["content"].object?.keys == formats)
        let spec = try JSON.parse(OpenAPIService(documents).v2(.json).bytes)["definitions"]["com.example.stable.v1.CronTab"]["properties"][
            "spec"]["properties"]
        #expect(spec["n"] == [:])
        #expect(spec["p"] == ["x-kubernetes-int-or-string": true])
        #expect(spec["s"] == ["type": "string", "pattern": "^a"])
    }

    @Test func indexLeadsToDocumentsByTheirFingerprint() throws {
        let service = OpenAPIService(
            OpenAPIDocuments(
                catalogue: .builtin,
                resources: Catalogue.builtin.withoutEarlierVersions.resources.filter { $0.type.group == "policy" }, version: "v1.36.0"))
        let index = try JSON.parse(service.index().bytes)
        let (document, hash) = try #require(service.v3(root: "apis/policy/v1"))
        #expect(index["paths"] == ["apis/policy/v1": ["serverRelativeURL": .string("/openapi/v3/apis/policy/v1?hash=\(hash)")]])
        #expect(document.etag == "\"\(hash)\"")
        #expect(service.index() == service.index())
        service.update(OpenAPIDocuments(catalogue: .builtin, resources: [], version: "v1.36.0"))
        #expect(service.v3(root: "apis/policy/v1") == nil)
    }

    private static func crontabs(_ description: JSON, group: String = "stable.example.com") -> OpenAPICustomKind {
        let type = ResourceType(group: group, version: "v1", plural: "crontabs", kind: "CronTab")
        return OpenAPICustomKind(
            resource: ResourceInfo(type: type, singular: "crontab", verbs: ["get", "list", "patch"]),
            schema: ["type": "object", "description": description], listKind: "CronTabList")
    }

    @Test(arguments: [OpenAPIFormat.json, .protobuf]) func whatStaysTheSameKeepsItsTag(format: OpenAPIFormat) throws {
        func documents(_ custom: [OpenAPICustomKind]) -> OpenAPIDocuments {
            OpenAPIDocuments(
                catalogue: .builtin, resources: Catalogue.builtin.resources.filter { $0.type.group == "policy" }, custom: custom,
                version: "v1.36.0")
        }
        let service = OpenAPIService(documents([]))
        let none = service.v2(format)
        let policy = try #require(service.v3(root: "apis/policy/v1")).hash
        service.update(documents([Self.crontabs("a"), Self.crontabs("b", group: "other.example.com")]))
        let two = service.v2(format)
        let roots = try JSON.parse(service.index().bytes)["paths"]
        service.update(documents([Self.crontabs("c"), Self.crontabs("b", group: "other.example.com")]))
        let changed = service.v2(format)
        #expect(Set([none.etag, two.etag, changed.etag]).count == 3)
        let after = try JSON.parse(service.index().bytes)["paths"]
        #expect(roots["apis/stable.example.com/v1"] != after["apis/stable.example.com/v1"])
        #expect(roots["apis/other.example.com/v1"] == after["apis/other.example.com/v1"])
        #expect(after["apis/policy/v1"]["serverRelativeURL"].string?.hasSuffix(policy) == true)
        service.update(documents([Self.crontabs("a"), Self.crontabs("b", group: "other.example.com")]))
        #expect(service.v2(format) == two)
        for _ in 0..<20 { service.forgetUnused() }
        #expect(service.v2(format) == two)
        service.update(documents([]))
        #expect(service.v2(format) == none)
    }

    @Test(arguments: [
        ("", OpenAPIFormat.json), ("application/json, */*", .json),
        ("application/com.github.proto-openapi.spec.v2@v1.0+protobuf", .protobuf),
        ("application/com.github.proto-openapi.spec.v2.v1.0+protobuf;q=1,application/json", .protobuf), ("text/html", nil),
    ])
    func format(accept: String, expected: OpenAPIFormat?) {
        #expect(OpenAPIFormat(accept: accept) == expected)
    }

    @Test func definitionNames() {
        #expect(OpenAPINames.definition("core.v1.Pod") == "io.k8s.api.core.v1.Pod")
        #expect(OpenAPINames.definition("meta.v1.ObjectMeta") == "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
        #expect(OpenAPINames.definition("runtime.RawExtension") == "io.k8s.apimachinery.pkg.runtime.RawExtension")
        #expect(
            OpenAPINames.definition("apiregistration.v1.APIService") == "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")
    }
}
