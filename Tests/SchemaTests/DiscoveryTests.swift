import Document
import Resources
import Testing

@testable import Schema

@Suite struct DiscoveryTests {
    static let resources: [ResourceInfo] = [
        ResourceInfo(
            type: ResourceType(group: "autoscaling", version: "v1", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler"),
            singular: "horizontalpodautoscaler", shortNames: ["hpa"], verbs: ["get", "list", "watch"]),
        ResourceInfo(
            type: ResourceType(group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler"),
            singular: "horizontalpodautoscaler", shortNames: ["hpa"], verbs: ["get", "list", "watch"]),
        ResourceInfo(
            type: ResourceType(group: "example.com", version: "v1", plural: "foos", kind: "Foo", namespaced: false), singular: "foo",
            verbs: ["get", "list", "watch"]),
        ResourceInfo(
            type: ResourceType(plural: "pods", kind: "Pod"), singular: "pod", shortNames: ["po"], categories: ["all"],
            verbs: ["create", "get", "list", "watch"],
            subresources: [
                SubresourceInfo(
                    name: "eviction", verbs: ["create"], gvk: GroupVersionKind(group: "policy", version: "v1", kind: "Eviction")),
                SubresourceInfo(name: "status", verbs: ["get"], gvk: GroupVersionKind(group: "", version: "v1", kind: "Pod")),
            ]),
        ResourceInfo(type: ResourceType(plural: "bindings", kind: "Binding"), singular: "binding", verbs: ["create"]),
    ]
    static let discovery = Discovery(resources: resources)

    @Test func coreVersions() {
        #expect(
            Self.discovery.coreVersions(serverAddress: "10.0.0.1:6443")
                == [
                    "kind": "APIVersions", "versions": ["v1"],
                    "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": "10.0.0.1:6443"]],
                ])
    }

    @Test func groupsComeInUpstreamsOrderWithTheNewestVersionFirst() {
        #expect(
            Self.discovery.groupList()["groups"]
                == [
                    [
                        "name": "autoscaling",
                        "versions": [
                            ["groupVersion": "autoscaling/v2", "version": "v2"], ["groupVersion": "autoscaling/v1", "version": "v1"],
                        ],
                        "preferredVersion": ["groupVersion": "autoscaling/v2", "version": "v2"],
                    ],
                    [
                        "name": "example.com", "versions": [["groupVersion": "example.com/v1", "version": "v1"]],
                        "preferredVersion": ["groupVersion": "example.com/v1", "version": "v1"],
                    ],
                ])
        #expect(Self.discovery.group("autoscaling")?["kind"] == "APIGroup")
        #expect(Self.discovery.group("nothing") == nil)
        #expect(Self.discovery.group("") == nil)
    }

    @Test func resourceListNamesSubresourcesAfterTheirParent() throws {
        let list = try #require(Self.discovery.resourceList("v1"))
        #expect(list["groupVersion"] == "v1")
        #expect(
            list["resources"]
                == [
                    ["name": "bindings", "singularName": "binding", "namespaced": true, "kind": "Binding", "verbs": ["create"]],
                    [
                        "name": "pods", "singularName": "pod", "namespaced": true, "kind": "Pod",
                        "verbs": ["create", "get", "list", "watch"],
                        "shortNames": ["po"], "categories": ["all"], "storageVersionHash": "xPOwRZ+Yhw8=",
                    ],
                    [
                        "name": "pods/eviction", "singularName": "", "namespaced": true, "group": "policy", "version": "v1",
                        "kind": "Eviction", "verbs": ["create"],
                    ],
                    ["name": "pods/status", "singularName": "", "namespaced": true, "kind": "Pod", "verbs": ["get"]],
                ])
        #expect(Self.discovery.resourceList("apps/v1") == nil)
    }

    @Test func storageVersionHashIsThatOfThePreferredVersion() throws {
        let list = try #require(Self.discovery.resourceList("autoscaling/v1"))
        #expect(list["resources"][0]["storageVersionHash"] == "qwQve8ut294=")
    }

    @Test func aggregatedDocuments() {
        let core = Self.discovery.aggregated(core: true, version: "v2")
        #expect(core["apiVersion"] == "apidiscovery.k8s.io/v2")
        #expect(core["items"].array?.count == 1)
        let pods = core["items"][0]["versions"][0]["resources"][1]
        #expect(pods["resource"] == "pods")
        #expect(pods["scope"] == "Namespaced")
        // As upstream's server has it: what is of the version itself does not name it again, but for kinds made at run time.
        #expect(pods["responseKind"] == ["group": "", "version": "", "kind": "Pod"])
        #expect(pods["subresources"][0]["responseKind"] == ["group": "policy", "version": "v1", "kind": "Eviction"])
        #expect(pods["subresources"][1]["responseKind"] == ["group": "", "version": "", "kind": "Pod"])
        let others = Self.discovery.aggregated(core: false, version: "v2beta1")
        #expect(others["apiVersion"] == "apidiscovery.k8s.io/v2beta1")
        #expect(others["items"].array?.map { $0["metadata"]["name"] } == ["autoscaling", "example.com"])
        #expect(others["items"][0]["versions"][0]["version"] == "v2")
        #expect(others["items"][1]["versions"][0]["resources"][0]["scope"] == "Cluster")
    }

    @Test func customKindsNameTheirVersion() {
        let type = ResourceType(group: "example.com", version: "v1", plural: "foos", kind: "Foo")
        let status = SubresourceInfo(name: "status", verbs: ["get"], gvk: type.groupVersionKind)
        let custom = ResourceInfo(type: type, singular: "foo", verbs: ["get"], subresources: [status], isCustom: true)
        let foo = Discovery(resources: [custom]).aggregated(core: false, version: "v2")["items"][0]["versions"][0]["resources"][0]
        let kind: JSON = ["group": "example.com", "version": "v1", "kind": "Foo"]
        #expect(foo["responseKind"] == kind && foo["subresources"][0]["responseKind"] == kind)
    }

    /// Other servers tell of their resources in the form of meta/v1.
    @Test func otherServersListsAreTakenAsTheyAre() throws {
        let list: JSON = [
            "groupVersion": "custom.metrics.k8s.io/v1beta1",
            "resources": [
                ["name": "pods/errors", "namespaced": true, "kind": "MetricValueList", "verbs": ["get"]],
                ["name": "pods/requests", "namespaced": true, "kind": "", "verbs": ["get"]],
                ["name": "foos", "singularName": "foo", "namespaced": false, "kind": "Foo", "verbs": ["get"]],
                ["name": "foos/scale", "namespaced": false, "group": "autoscaling", "version": "v1", "kind": "Scale", "verbs": ["get"]],
            ],
        ]
        let resources = RemoteVersion.resources(of: list)
        #expect(resources.map { $0["resource"] } == ["foos", "pods"])
        let foos = try #require(resources.first)
        #expect(foos["responseKind"] == ["group": "", "version": "", "kind": "Foo"] && foos["scope"] == "Cluster")
        #expect(foos["subresources"][0]["responseKind"] == ["group": "autoscaling", "version": "v1", "kind": "Scale"])
        // A parent for subresources that have none: it can do nothing by itself.
        let pods = try #require(resources.last)
        #expect(pods["responseKind"] == ["group": "", "version": "", "kind": ""] && pods["scope"] == "Namespaced")
        #expect(pods["subresources"].array?.map { $0["subresource"] } == ["errors", "requests"])
        #expect(pods["subresources"].array?.map { $0["responseKind"]["kind"] } == ["MetricValueList", ""])
    }

    @Test func cacheAnswersPathsAndForgetsOnUpdate() throws {
        let cache = DiscoveryCache(resources: Self.resources, serverAddress: "a:1")
        let first = try #require(cache.document(path: "/apis/", form: .separate))
        #expect(first == cache.document(path: "/apis", form: .separate))
        #expect(first.matches(ifNoneMatch: "W/\"x\", \(first.etag)"))
        #expect(!first.matches(ifNoneMatch: "\"x\""))
        #expect(cache.document(path: "/apis", form: .aggregated(version: "v2")) != first)
        #expect(cache.document(path: "/api/v1", form: .aggregated(version: "v2")) == cache.document(path: "/api/v1", form: .separate))
        for missing in ["/api/v2", "/apis/none", "/apis/example.com/v2", "/", "/apis/a/b/c"] {
            #expect(cache.document(path: missing, form: .separate) == nil, "\(missing)")
        }
        cache.update(resources: [])
        #expect(cache.document(path: "/apis", form: .separate) != first)
        #expect(cache.document(path: "/apis/autoscaling", form: .separate) == nil)
    }

    @Test(arguments: [
        ("", DiscoveryForm.separate), ("*/*", .separate), ("application/json", .separate),
        (
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
            .aggregated(version: "v2")
        ),
        ("application/json; v=v2beta1; g=apidiscovery.k8s.io; as=APIGroupDiscoveryList, application/json", .aggregated(version: "v2beta1")),
        ("application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json", .separate),
        ("application/vnd.kubernetes.protobuf,application/json", .separate),
    ])
    func form(accept: String, expected: DiscoveryForm) {
        #expect(DiscoveryForm(accept: accept) == expected)
    }

    @Test func versionsSortAsUpstreams() {
        let sorted = ["foo", "v1alpha1", "v1", "v10", "v2beta1", "v2", "v1beta2", "v11alpha2", "bar"].sorted {
            KubeVersion($0) > KubeVersion($1)
        }
        #expect(sorted == ["v10", "v2", "v1", "v2beta1", "v1beta2", "v11alpha2", "v1alpha1", "bar", "foo"])
    }

    @Test(arguments: [
        ("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
        ("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
        (String(repeating: "a", count: 64), "FFE054FE7AE0CB6DC65C3AF9B61D5209F439851DB43D0BA5997337DF154668EB"),
    ])
    func sha256(text: String, expected: String) {
        #expect(SHA256.hex(Array(text.utf8)) == expected)
    }

    @Test(arguments: [("apps/v1/Deployment", "8aSe+NMegvE="), ("/v1/Event", "r2yiGXH7wu8=")])
    func storageVersionHashes(kind: String, expected: String) {
        #expect(SHA256.shortHash(kind) == expected)
    }
}
