import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct HorizontalControllerTests {
    private let cluster = TestCluster()

    /// A server whose pods use what it is told, and whose deployment has a scale.
    private struct MeasuredClient: APIClient {
        let server: MemoryClient
        let milliCores: Int

        func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList { try await server.list(type, options) }
        func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream { try await server.watch(type, options) }

        func send(_ request: APIRequest) async throws -> APIResponse {
            if request.path.hasPrefix("/apis/metrics.k8s.io/") { return answer(metrics) }
            if request.path == "/api" || request.path == "/apis" {
                return try await CollectedClient(server: server).send(request)
            }
            guard request.path.hasSuffix("/scale") else { return try await server.send(request) }
            if request.method == "PUT" {
                let replicas = try JSON.parse(request.body)["spec"]["replicas"]
                _ = try await server.patch(Deployment.self, namespace: "ns", name: "web", .merge(["spec": ["replicas": replicas]]))
            }
            let replicas = try await server.get(Deployment.self, namespace: "ns", name: "web").json["spec", "replicas"]
            return answer([
                "kind": "Scale", "metadata": ["name": "web", "namespace": "ns"], "spec": ["replicas": replicas],
                "status": ["replicas": replicas, "selector": "app=web"],
            ])
        }

        private func answer(_ document: JSON) -> APIResponse { APIResponse(status: 200, body: document.encoded()) }

        private var metrics: JSON {
            let items = server.objects(Pod.self).map { pod -> JSON in
                [
                    "metadata": ["name": .string(pod.name)], "timestamp": .string(Timestamp.now().description), "window": "15s",
                    "containers": [["name": "web", "usage": ["cpu": .string("\(milliCores)m")]]],
                ]
            }
            return ["items": .array(items)]
        }
    }

    private func add(aim: Int64) {
        var deployment = makeDeployment(replicas: 2)
        deployment.json["status"] = ["replicas": 2]
        cluster.server.add(deployment)
        for index in 0..<2 {
            var pod = makePod("web-\(index)")
            pod.status.startTime = Timestamp(seconds: 50)
            pod.json["spec", "containers"] = [["name": "web", "resources": ["requests": ["cpu": "100m"]]]]
            cluster.server.add(pod)
        }
        var autoscaler = HorizontalPodAutoscaler(name: "web", namespace: "ns")
        autoscaler.json["spec"] = [
            "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"], "minReplicas": 1, "maxReplicas": 5,
            "metrics": [
                ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": .int(aim)]]]
            ],
        ]
        cluster.server.add(autoscaler)
    }

    private var autoscaler: HorizontalPodAutoscaler? {
        cluster.server.object(HorizontalPodAutoscaler.self, namespace: "ns", name: "web")
    }

    @Test func scalesUpUnderLoad() async throws {
        add(aim: 50)
        try await cluster.run({ [HorizontalController($0)] }, client: MeasuredClient(server: cluster.server, milliCores: 90)) {
            #expect(await eventually { autoscaler?.status.desiredReplicas == 4 })
            let status = try #require(autoscaler?.status)
            #expect(status.currentReplicas == 2 && status.lastScaleTime != nil)
            #expect(status.conditions[type: "AbleToScale"]?.reason == "SucceededRescale")
            #expect(status.conditions[type: "ScalingActive"]?.reason == "ValidMetricFound")
            #expect(status.conditions[type: "ScalingLimited"]?.reason == "DesiredWithinRange")
            #expect(status.currentMetrics.first?["resource"]["current"] == ["averageUtilization": 90, "averageValue": "90m"])
            #expect(cluster.server.object(Deployment.self, namespace: "ns", name: "web")?.spec.replicas == 4)
            #expect(
                await eventually {
                    cluster.messages("SuccessfulRescale")
                        == ["New size: 4; reason: cpu resource utilization (percentage of request) above target"]
                })
        }
    }

    @Test func aTargetThatIsNotThereIsTold() async throws {
        add(aim: 50)
        try await cluster.server.delete(Deployment.self, namespace: "ns", name: "web")
        try await cluster.run({ [HorizontalController($0)] }, client: MeasuredClient(server: cluster.server, milliCores: 90)) {
            #expect(await eventually { autoscaler?.status.conditions[type: "AbleToScale"]?.reason == "FailedGetScale" })
            #expect(await eventually { cluster.messages("FailedGetScale").count == 1 })
        }
    }
}
