import Document
import HTTPServing
import NIOCore
import NIOHTTP1
import PKI
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct MetricsGroupsTests {
    /// A kubelet and a pod in one: use of processor and queries served grow with every reading.
    private final class Teller: HTTPHandler {
        private let readings = Mutex(0)
        let time: TestTime

        init(_ time: TestTime) { self.time = time }

        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1024) }

        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            let count = readings.withLock { count in
                count += 1
                return count
            }
            let milliseconds = time.now.seconds * 1000 + Int64(time.now.nanoseconds / 1_000_000)
            let text =
                request.path == "/metrics/resource"
                ? """
                container_cpu_usage_seconds_total{container="main",namespace="default",pod="web"} \(Double(count) * 0.25) \(milliseconds)
                container_memory_working_set_bytes{container="main",namespace="default",pod="web"} 1048576 \(milliseconds)
                node_cpu_usage_seconds_total \(count) \(milliseconds)
                node_memory_working_set_bytes 2097152 \(milliseconds)

                """ : "# TYPE queries_total counter\nqueries_total{code=\"200\"} \(count * 40)\nqueue_length{queue=\"a\"} 3\n"
            exchange.respond(status: 200, body: ByteBuffer(string: text))
        }
    }

    private func withServer(_ body: (TestServer) async throws -> Void) async throws {
        let authority = try CertificateAuthority.create(commonName: "node-ca")
        let identity = try authority.issue(commonName: "node", dnsNames: [], addresses: ["127.0.0.1"], usages: [.server])
        let tls = try ServerTLS(
            certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        let time = TestTime()
        let (nodeTeller, podTeller) = (Teller(time), Teller(time))
        try await serving(nodeTeller, tls: tls) { nodePort in
            try await serving(podTeller) { podPort in
                let server = try await TestServer(registryConfigure: { parts, registry in
                    guard let kubelets = try? KubeletAccess(identity: nil, authorityPEM: nil) else { return }
                    let pause: @Sendable (Double) async throws -> Void = { time.advance(by: $0) }
                    parts.computed = MetricsGroups.all(registry: registry, kubelets: kubelets, now: { time.now }, pause: pause)
                })
                try await server.fill(nodePort: nodePort, podPort: podPort)
                try await body(server)
            }
        }
    }

    @Test func tellsWhatNodesAndPodsUse() async throws {
        try await withServer { server in
            let root = "/apis/metrics.k8s.io/v1beta1"
            let pods = try await server.send("GET", root + "/namespaces/default/pods?labelSelector=app%3Dweb")
            #expect(pods.status == 200 && pods.document["kind"] == "PodMetricsList")
            let pod = pods.document["items"][0]
            #expect(pod["metadata"]["name"] == "web" && pod["window"] == "1s")
            #expect(pod["containers"] == [["name": "main", "usage": ["cpu": "250000000n", "memory": "1024Ki"]]])
            let node = try await server.send("GET", root + "/nodes/n1")
            #expect(node.document["usage"] == ["cpu": "1000000000n", "memory": "2048Ki"])
            let none = try await server.send("GET", root + "/namespaces/default/pods?labelSelector=app%3Dother")
            #expect(none.document["items"].array?.isEmpty == true)
            let missing = try await server.send("GET", root + "/namespaces/default/pods/nobody")
            #expect(missing.status == 404 && missing.document["message"] == #"podmetrics.metrics.k8s.io "default/nobody" not found"#)
        }
    }

    @Test func tellsWhatPodsTellOfThemselves() async throws {
        try await withServer { server in
            let root = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/default"
            let each = try await server.send("GET", root + "/pods/*/queries")
            #expect(each.status == 200 && each.document["items"][0]["value"] == "40")
            #expect(
                each.document["items"][0]["describedObject"]["name"] == "web" && each.document["items"][0]["metric"]["name"] == "queries")
            let service = try await server.send("GET", root + "/services/web/queries")
            #expect(service.document["items"][0]["describedObject"]["kind"] == "Service" && service.document["items"][0]["value"] == "40")
            let unknown = try await server.send("GET", root + "/pods/*/nothing")
            #expect(unknown.status == 404 && unknown.document["message"] == "the server could not find the metric nothing for pods")
            let external = try await server.send(
                "GET", "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue_length?labelSelector=queue%3Da")
            #expect(external.document["items"][0]["value"] == "3" && external.document["items"][0]["metricLabels"] == ["queue": "a"])
        }
    }
}

extension TestServer {
    /// A node, a pod on it that offers metrics, and a service before the pod.
    fileprivate func fill(nodePort: Int, podPort: Int) async throws {
        let node = try await send("POST", "/api/v1/nodes", #"{"kind":"Node","apiVersion":"v1","metadata":{"name":"n1"}}"#)
        #expect(node.status == 201)
        let nodeStatus =
            #"{"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":\#(nodePort)}}}}"#
        let merge = "application/merge-patch+json"
        #expect(try await send("PATCH", "/api/v1/nodes/n1/status", nodeStatus, type: merge).status == 200)
        let pod =
            #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","labels":{"app":"web"},"annotations":{"prometheus.io/scrape":"true","#
            + #""prometheus.io/port":"\#(podPort)"}},"spec":{"nodeName":"n1","containers":[{"name":"main","image":"web"}]}}"#
        #expect(try await send("POST", TestServer.pods, pod).status == 201)
        let status = #"{"status":{"phase":"Running","podIP":"127.0.0.1"}}"#
        #expect(try await send("PATCH", TestServer.pods + "/web/status", status, type: merge).status == 200)
        let service =
            #"{"kind":"Service","apiVersion":"v1","metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}"#
        #expect(try await send("POST", "/api/v1/namespaces/default/services", service).status == 201)
    }
}
