import Document
import Resources
import Testing

@testable import APIServer

@Suite struct LimitAdmissionTests {
    private static let ranges = ResourceType(plural: "limitranges", kind: "LimitRange")
    private static let quotas = ResourceType(plural: "resourcequotas", kind: "ResourceQuota")

    private func container(_ requests: JSON, limits: JSON = .null) -> JSON {
        ["name": "c", "resources": ["requests": requests, "limits": limits]]
    }

    @Test func limitRangesFillInDefaults() async throws {
        let limit: JSON = ["type": "Container", "default": ["cpu": "500m", "memory": "1Gi"], "defaultRequest": ["cpu": "100m"]]
        let fixture = CachesFixture([(Self.ranges, named("r", namespace: "a").with(["spec": ["limits": [limit]]]))])
        let plugin = LimitRanger(caches: fixture.caches)
        let pod = try await Admit.run(
            plugin, Admit.pod(containers: [container(.null, limits: ["cpu": "2"])]), Admit.request(.create, .pods))
        #expect(pod["spec"]["containers"][0]["resources"] == ["requests": ["cpu": "100m"], "limits": ["cpu": "2", "memory": "1Gi"]])
        #expect(
            pod["metadata"]["annotations"]["kubernetes.io/limit-ranger"].string
                == "LimitRanger plugin set: cpu request for container c; memory limit for container c")
    }

    @Test func limitRangesBoundContainersPodsAndClaims() async {
        let limits: JSON = [
            ["type": "Container", "min": ["cpu": "100m"], "max": ["memory": "1Gi"], "maxLimitRequestRatio": ["cpu": "2"]],
            ["type": "Pod", "max": ["memory": "1536Mi"]], ["type": "PersistentVolumeClaim", "max": ["storage": "5Gi"]],
        ]
        let fixture = CachesFixture([(Self.ranges, named("r", namespace: "a").with(["spec": ["limits": limits]]))])
        let plugin = LimitRanger(caches: fixture.caches)
        func refusal(_ containers: JSON) async -> String? {
            await Admit.refusal(plugin, Admit.pod(containers: containers), Admit.request(.create, .pods))
        }
        let good = container(["cpu": "100m", "memory": "1Gi"], limits: ["cpu": "200m", "memory": "1Gi"])
        #expect(await refusal([good]) == nil)
        #expect(await refusal([good, good]) == #"pods "web" is forbidden: maximum memory usage per Pod is 1536Mi, but limit is 2Gi"#)
        #expect(
            await refusal([container(["cpu": "50m"], limits: ["cpu": "200m", "memory": "1Gi"])])
                == #"pods "web" is forbidden: [minimum cpu usage per Container is 100m, but request is 50m, "#
                + #"cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000]"#
        )
        #expect(
            await refusal([container(["cpu": "1"], limits: ["cpu": "1"])])?.contains(
                "maximum memory usage per Container is 1Gi.  No limit is specified") == true)
        let claim = named("c").with(["spec": ["resources": ["requests": ["storage": "6Gi"]]]])
        #expect(
            await Admit.refusal(plugin, claim, Admit.request(.create, .persistentVolumeClaims))
                == #"persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi"#)
    }

    @Test func initContainersAndSidecarsCountAsTheyRun() {
        let pod: JSON = [
            "spec": [
                "containers": [container(["cpu": "1"])],
                "initContainers": [
                    container(["cpu": "3"]), container(["cpu": "500m"]).with(["restartPolicy": "Always"]), container(["cpu": "2"]),
                ],
            ]
        ]
        #expect(PodResources.total(pod, "requests")["cpu"]?.description == "3")
    }

    @Test func quotasBoundWhatIsCreated() async throws {
        let hard: JSON = ["pods": "2", "requests.cpu": "1", "count/configmaps": "1"]
        let fixture = CachesFixture([(Self.quotas, named("q", namespace: "a").with(["spec": ["hard": hard]]))])
        let plugin = ResourceQuotaAdmission(caches: fixture.caches, now: { Timestamp(seconds: 0) })
        func create(_ name: String, cpu: String, dryRun: Bool = false) async -> String? {
            let pod = Admit.pod(name, containers: [container(["cpu": .string(cpu)])])
            return await Admit.refusal(plugin, pod, Admit.request(.create, .pods, name: name, dryRun: dryRun))
        }
        #expect(await create("dry", cpu: "1", dryRun: true) == nil)
        #expect(await create("one", cpu: "600m") == nil)
        let exceeded =
            #"pods "two" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1"#
        #expect(await create("two", cpu: "600m") == exceeded, "what was admitted counts before it is stored")
        fixture.put(.pods, Admit.pod("one", containers: [container(["cpu": "600m"])]))
        #expect(await create("two", cpu: "600m") == exceeded)
        #expect(await create("two", cpu: "400m") == nil)
        #expect(await create("three", cpu: "0")?.contains("requested: pods=1, used: pods=2, limited: pods=2") == true)
        fixture.put(.pods, Admit.pod("one", containers: [container(["cpu": "600m"])]).with(["status": ["phase": "Succeeded"]]))
        #expect(await create("three", cpu: "500m") == nil, "what has ended uses nothing")
        let unstated = await Admit.refusal(plugin, Admit.pod("four"), Admit.request(.create, .pods, name: "four"))
        #expect(unstated == #"pods "four" is forbidden: failed quota: q: must specify requests.cpu for: c"#)
        #expect(await Admit.refusal(plugin, Admit.pod(), Admit.request(.create, .pods, namespace: "b")) == nil)
    }

    @Test func oneOfManyGetsTheLastPlace() async {
        let fixture = CachesFixture([(Self.quotas, named("q", namespace: "a").with(["spec": ["hard": ["pods": "5"]]]))])
        let plugin = ResourceQuotaAdmission(caches: fixture.caches, now: { Timestamp(seconds: 0) })
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<40 {
                group.addTask {
                    await Admit.refusal(plugin, Admit.pod("p\(index)"), Admit.request(.create, .pods, name: "p\(index)")) == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 5)
    }
}
