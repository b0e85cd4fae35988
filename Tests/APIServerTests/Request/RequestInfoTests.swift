import Testing

@testable import APIServer

@Suite struct RequestInfoTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        var verb: String
        var group = ""
        var version = ""
        var namespace = ""
        var resource = ""
        var subresource = ""
        var name = ""
        var watch: String?
        var isResource = true
        var testDescription: String { "\(method) \(path)" }
    }

    static let cases: [Case] = [
        Case(method: "GET", path: "/api/v1/namespaces", verb: "list", version: "v1", resource: "namespaces"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other", verb: "get", version: "v1", namespace: "other", resource: "namespaces",
            name: "other"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other/pods", verb: "list", version: "v1", namespace: "other", resource: "pods"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other/pods/foo", verb: "get", version: "v1", namespace: "other", resource: "pods",
            name: "foo"),
        Case(
            method: "HEAD", path: "/api/v1/namespaces/other/pods/foo", verb: "get", version: "v1", namespace: "other", resource: "pods",
            name: "foo"),
        Case(method: "GET", path: "/api/v1/pods", verb: "list", version: "v1", resource: "pods"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other/pods", verb: "watch", version: "v1", namespace: "other", resource: "pods",
            watch: "true"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other/pods", verb: "list", version: "v1", namespace: "other", resource: "pods",
            watch: "false"),
        Case(method: "GET", path: "/api/v1/watch/pods", verb: "watch", version: "v1", resource: "pods"),
        Case(
            method: "GET", path: "/api/v1/watch/namespaces/other/pods", verb: "watch", version: "v1", namespace: "other", resource: "pods"),
        Case(
            method: "GET", path: "/api/v1/namespaces/other/pods/foo/status", verb: "get", version: "v1", namespace: "other",
            resource: "pods",
            subresource: "status", name: "foo"),
        Case(
            method: "PUT", path: "/api/v1/namespaces/other/finalize", verb: "update", version: "v1", namespace: "other",
            resource: "namespaces",
            subresource: "finalize", name: "other"),
        Case(
            method: "PATCH", path: "/apis/apps/v1/namespaces/a/deployments/d/scale", verb: "patch", group: "apps", version: "v1",
            namespace: "a",
            resource: "deployments", subresource: "scale", name: "d"),
        Case(
            method: "DELETE", path: "/apis/apps/v1/namespaces/a/deployments", verb: "deletecollection", group: "apps", version: "v1",
            namespace: "a", resource: "deployments"),
        Case(
            method: "DELETE", path: "/apis/apps/v1/namespaces/a/deployments/d", verb: "delete", group: "apps", version: "v1",
            namespace: "a",
            resource: "deployments", name: "d"),
        Case(method: "POST", path: "/api/v1/nodes", verb: "create", version: "v1", resource: "nodes"),
        Case(
            method: "GET", path: "/api/v1/nodes/n/proxy/a/b", verb: "get", version: "v1", resource: "nodes", subresource: "proxy", name: "n"
        ),
        Case(method: "GET", path: "/apis/apps/v1", verb: "get", isResource: false),
        Case(method: "GET", path: "/api", verb: "get", isResource: false),
        Case(method: "POST", path: "/healthz", verb: "post", isResource: false),
        Case(method: "GET", path: "/", verb: "get", isResource: false),
    ]

    @Test(arguments: cases) func readsPath(_ item: Case) {
        let info = RequestInfo(method: item.method, path: item.path, watch: item.watch)
        #expect(info.isResourceRequest == item.isResource)
        #expect(info.verb == item.verb)
        #expect(info.group == item.group)
        #expect(info.version == item.version)
        #expect(info.namespace == item.namespace)
        #expect(info.resource == item.resource)
        #expect(info.subresource == item.subresource)
        #expect(info.name == item.name)
    }

    @Test func keepsWhatFollowsTheSubresource() {
        #expect(RequestInfo(method: "GET", path: "/api/v1/nodes/n/proxy/a/b").tail == ["a", "b"])
    }

    @Test func namesTheObjectOfAnExactFieldSelector() {
        let info = RequestInfo(method: "GET", path: "/api/v1/pods", fieldSelector: "metadata.name=web,spec.nodeName=n")
        #expect(info.verb == "list")
        #expect(info.name == "web")
    }

    @Test func refusesAWatchOfNothing() {
        #expect(RequestInfo(method: "GET", path: "/api/v1/watch").problem != nil)
    }

    @Test func decodesQueries() {
        let query = QueryParameters(parsing: "labelSelector=a%3Db%2Cc&limit=5&flag&x=1+2&bad=%zz")
        #expect(query["labelSelector"] == "a=b,c")
        #expect(query["limit"] == "5")
        #expect(query["flag"] == "")
        #expect(query["x"] == "1 2")
        #expect(query["bad"] == "%zz")
        #expect(query["none"] == nil)
    }
}
