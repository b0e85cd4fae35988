import Document
import Resources
import Testing

@testable import APIServer

@Suite struct EndpointTests {
    struct DenyAll: RequestAuthorizer {
        func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision { .deny(reason: "") }
    }

    @Test func tellsHealth() async throws {
        let server = try await TestServer()
        #expect(try await server.send("GET", "/readyz").document == "ok")
        #expect(try await server.send("GET", "/livez?verbose").document.string == "[+]ping ok\nlivez check passed\n")
        server.core.health.add("disk") { "full" }
        #expect(try await server.send("GET", "/healthz").status == 500)
        #expect(try await server.send("GET", "/healthz?exclude=disk").status == 200)
        #expect(try await server.send("GET", "/healthz/ping").document == "ok")
        #expect(try await server.send("GET", "/healthz/disk").status == 500)
    }

    @Test func tellsVersionMetricsAndDiscovery() async throws {
        let server = try await TestServer()
        #expect(try await server.send("GET", "/version").document["major"] == "1")
        _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"}}"#)
        let metrics = try await server.send("GET", "/metrics").document.string ?? ""
        #expect(metrics.contains(#"apiserver_storage_objects{resource="configmaps"} 1"#))
        let labels =
            #"component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="POST",version="v1""#
        #expect(metrics.contains(#"apiserver_request_total{code="201",\#(labels)} 1"#))
        #expect(metrics.contains(#"apiserver_request_duration_seconds_bucket{\#(labels),le="60"} 1"#))
        #expect(metrics.contains("process_resident_memory_bytes"))
        #expect(try await server.send("GET", "/api").document["versions"] == ["v1"])
        #expect(try await server.send("GET", "/apis/apps/v1").document["kind"] == "APIResourceList")
        #expect(try await server.send("GET", "/apis").document["kind"] == "APIGroupList")
        let aggregated = try await server.send(
            "GET", "/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json")
        #expect(aggregated.document["kind"] == "APIGroupDiscoveryList")
        #expect(try await server.send("GET", "/openapi/v3").document["paths"]["api/v1"].object != nil)
        #expect(try await server.send("GET", "/.well-known/openid-configuration").document["issuer"].string != nil)
        #expect(try await server.send("GET", "/nowhere").status == 404)
    }

    @Test(arguments: [
        ("GET", "/api/v1/namespaces/a/pods/x", "", "GET"), ("HEAD", "/api/v1/namespaces/a/pods/x", "", "GET"),
        ("GET", "/api/v1/pods", "", "LIST"), ("GET", "/api/v1/watch/pods", "", "WATCH"), ("POST", "/api/v1/namespaces/a/pods", "", "POST"),
        ("PUT", "/api/v1/namespaces/a/pods/x/status", "", "PUT"), ("DELETE", "/api/v1/namespaces/a/pods", "", "DELETE"),
        ("PATCH", "/api/v1/namespaces/a/pods/x", "application/merge-patch+json", "PATCH"),
        ("PATCH", "/api/v1/namespaces/a/pods/x", "application/apply-patch+yaml; charset=utf-8", "APPLY"),
        ("GET", "/api/v1/namespaces/a/pods/x/log", "", "CONNECT"), ("POST", "/api/v1/namespaces/a/services/x/proxy/a", "", "CONNECT"),
        ("GET", "/log", "", "GET"), ("OPTIONS", "/version", "", "other"), ("OPTIONS", "/api/v1/pods", "", "other"),
    ])
    func metricsNameVerbsAsUpstreams(method: String, path: String, type: String, verb: String) {
        let info = RequestInfo(method: method, path: path)
        #expect(RequestMetrics.verb(info, contentType: type.isEmpty ? nil : type) == verb)
    }

    @Test(arguments: [
        ("", ""), ("limit=5", ""), ("dryRun=All", "All"), ("dryRun=All&dryRun=All", "All"), ("dryRun=x", "invalid"), ("dryRun=", "invalid"),
    ])
    func metricsTellWhatIsNotKept(query: String, dryRun: String) {
        #expect(RequestMetrics.dryRun(QueryParameters(parsing: query)) == dryRun)
    }

    @Test func refusesWhatIsNotAllowed() async throws {
        let server = try await TestServer(authorizer: DenyAll())
        let list = try await server.send("GET", TestServer.pods)
        #expect(list.status == 403)
        #expect(
            list.document["message"]
                == #"pods is forbidden: User "tester" cannot list resource "pods" in API group "" in the namespace "default""#)
        #expect(try await server.send("GET", "/metrics").document["message"] == #"forbidden: User "tester" cannot get path "/metrics""#)
        #expect(try await server.send("GET", "/readyz").status == 200)
    }
}
