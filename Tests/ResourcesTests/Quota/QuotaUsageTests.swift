import Document
import Resources
import Testing

@Suite struct QuotaUsageTests {
    private let now = Timestamp(seconds: 1_000)

    private func usage(_ object: JSON, _ type: ResourceType) -> [String: String] {
        QuotaUsage.of(object, type, now: now).mapValues(\.description)
    }

    @Test func podsUseWhatTheyAskFor() {
        let container: JSON = [
            "resources": [
                "requests": ["cpu": "100m", "memory": "64Mi", "example.com/gpu": "1"], "limits": ["cpu": "1", "example.com/gpu": "1"],
            ]
        ]
        let pod: JSON = ["spec": ["containers": [container, container], "overhead": ["cpu": "10m"]]]
        #expect(
            usage(pod, .pods) == [
                "count/pods": "1", "pods": "1", "cpu": "210m", "requests.cpu": "210m", "limits.cpu": "2010m", "memory": "128Mi",
                "requests.memory": "128Mi", "requests.example.com/gpu": "2",
            ])
    }

    @Test func whatHasEndedKeepsItsPlaceOnly() {
        let ended: JSON = ["status": ["phase": "Succeeded"], "spec": ["containers": [["resources": ["requests": ["cpu": "1"]]]]]]
        #expect(usage(ended, .pods) == ["count/pods": "1"])
        var leaving = ended
        leaving["status"] = ["phase": "Running"]
        leaving["metadata"] = ["deletionTimestamp": .string(now.adding(seconds: -31).description), "deletionGracePeriodSeconds": 30]
        #expect(usage(leaving, .pods) == ["count/pods": "1"])
    }

    @Test func servicesAndClaims() {
        let balancer: JSON = [
            "spec": ["type": "LoadBalancer", "allocateLoadBalancerNodePorts": false, "ports": [["nodePort": 30_001], ["port": 80]]]
        ]
        #expect(
            usage(balancer, .services) == [
                "count/services": "1", "services": "1", "services.loadbalancers": "1", "services.nodeports": "1",
            ])
        let claim: JSON = ["spec": ["storageClassName": "gold", "resources": ["requests": ["storage": "1Gi"]]]]
        #expect(usage(claim, .persistentVolumeClaims)["gold.storageclass.storage.k8s.io/requests.storage"] == "1Gi")
        #expect(usage(claim, .persistentVolumeClaims)["requests.storage"] == "1Gi")
    }

    @Test(arguments: [
        ("count/replicasets.apps", "replicasets.apps"), ("count/configmaps", "configmaps"), ("services.nodeports", "services"),
        ("requests.storage", "persistentvolumeclaims"), ("gold.storageclass.storage.k8s.io/requests.storage", "persistentvolumeclaims"),
        ("requests.cpu", "pods"), ("requests.example.com/gpu", "pods"), ("pods", "pods"),
    ])
    func namesTellTheirResource(_ name: String, _ resource: String) {
        #expect(QuotaUsage.resource(countedBy: name)?.description == resource)
    }

    @Test func scopesChooseAmongPods() {
        func quota(_ scope: String, _ operation: String = "Exists", _ values: [String] = []) -> JSON {
            [
                "spec": [
                    "scopeSelector": [
                        "matchExpressions": [["scopeName": .string(scope), "operator": .string(operation), "values": JSON(values)]]
                    ]
                ]
            ]
        }
        let pod: JSON = ["spec": ["containers": [["name": "c"]], "priorityClassName": "high", "activeDeadlineSeconds": 5]]
        #expect(QuotaUsage.counts(quota("BestEffort"), pod, .pods) && !QuotaUsage.counts(quota("NotBestEffort"), pod, .pods))
        #expect(QuotaUsage.counts(quota("Terminating"), pod, .pods) && !QuotaUsage.counts(quota("NotTerminating"), pod, .pods))
        #expect(QuotaUsage.counts(quota("PriorityClass", "In", ["high"]), pod, .pods))
        #expect(!QuotaUsage.counts(quota("PriorityClass", "NotIn", ["high"]), pod, .pods))
        #expect(!QuotaUsage.counts(quota("BestEffort"), [:], .services))
    }
}
