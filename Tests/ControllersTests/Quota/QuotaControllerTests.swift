import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct QuotaControllerTests {
    private let cluster = TestCluster()

    private func used(_ name: String) -> String? {
        cluster.server.object(ResourceQuota.self, namespace: "ns", name: "q")?.json["status", "used"][name].string
    }

    @Test func countsWhatComesAndGoes() async throws {
        var quota = ResourceQuota(name: "q", namespace: "ns")
        quota.json["spec", "hard"] = ["pods": "5", "requests.cpu": "2", "count/deployments.apps": "3", "configmaps": "10"]
        cluster.server.add(quota)
        let client = CollectedClient(server: cluster.server)
        try await cluster.run({ [QuotaController($0)] }, client: client) {
            #expect(await eventually { used("pods") == "0" && used("count/deployments.apps") == "0" && used("requests.cpu") == "0" })
            var pod = makePod("web-0")
            pod.json["spec", "containers"] = [["name": "c", "resources": ["requests": ["cpu": "500m"]]]]
            cluster.server.add(pod)
            cluster.server.add(makeDeployment())
            #expect(await eventually { used("pods") == "1" && used("requests.cpu") == "500m" && used("count/deployments.apps") == "1" })
            try await cluster.server.delete(Pod.self, namespace: "ns", name: "web-0")
            try await cluster.server.delete(Deployment.self, namespace: "ns", name: "web")
            #expect(await eventually { used("pods") == "0" && used("requests.cpu") == "0" && used("count/deployments.apps") == "0" })
        }
    }

    @Test func aStatusWrittenByHandIsPutRight() async throws {
        var quota = ResourceQuota(name: "q", namespace: "ns")
        quota.json["spec", "hard"] = ["configmaps": "10"]
        cluster.server.add(quota)
        try await cluster.run({ [QuotaController($0)] }, client: CollectedClient(server: cluster.server)) {
            #expect(await eventually { used("configmaps") == "0" })
            try await cluster.server.patch(
                ResourceQuota.self, namespace: "ns", name: "q", .merge(["status": ["used": ["configmaps": "7"]]]), subresource: "status")
            #expect(await eventually { used("configmaps") == "0" })
        }
    }
}
