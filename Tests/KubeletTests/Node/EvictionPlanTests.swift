import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct EvictionPlanTests {
    private let plenty = NodeSupply(memoryBytes: 4 << 30, diskBytes: 90 << 30, diskCapacityBytes: 100 << 30, freeInodes: 90, inodes: 100)

    private func pod(_ name: String, memory: String? = nil, priority: Int = 0, spec: JSON = [:]) -> Pod {
        var container: JSON = ["name": "main", "image": "x"]
        if let memory { container["resources"] = ["requests": ["memory": .string(memory)]] }
        var pod = Fixtures.pod(name, containers: [container], spec: spec)
        pod.spec.priority = priority
        return pod
    }

    private func usage(memory: Int64 = 0, disk: Int64 = 0, volumes: [String: Int64] = [:]) -> PodUsage {
        PodUsage(containers: [PodUsage.Container(name: "main", memoryBytes: memory, diskBytes: disk)], volumeBytes: volumes)
    }

    @Test func nobodyGoesWhileThereIsEnough() {
        let plan = EvictionPlan(plenty, EvictionThresholds(), pods: [(pod("a"), usage(memory: 1 << 30))])
        #expect(plan.shortages.isEmpty && plan.victim == nil)
    }

    @Test func whoUsesMoreThanItAskedForGoesFirst() {
        var supply = plenty
        supply.memoryBytes = 50 << 20
        let modest = (pod("modest", memory: "1Gi"), usage(memory: 900 << 20))
        let greedy = (pod("greedy", memory: "10Mi"), usage(memory: 200 << 20))
        let important = (pod("important", priority: 1000), usage(memory: 800 << 20))
        let critical = (pod("critical", priority: 2_000_000_000), usage(memory: 2 << 30))
        let plan = EvictionPlan(supply, EvictionThresholds(), pods: [modest, important, greedy, critical])
        #expect(plan.shortages == [.memory])
        #expect(plan.victim?.uid == "uid-greedy")
        #expect(
            plan.victim?.message
                == "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. "
                + "Container main was using 200Mi, request is 10Mi, has larger consumption of memory. ")
        #expect(EvictionPlan(supply, EvictionThresholds(), pods: [modest, critical]).victim?.uid == "uid-modest")
        #expect(EvictionPlan(supply, EvictionThresholds(), pods: [critical]).victim == nil)
    }

    @Test func inodesCountAsDisk() {
        var supply = plenty
        supply.freeInodes = 4
        let plan = EvictionPlan(supply, EvictionThresholds(), pods: [(pod("a"), usage(disk: 1)), (pod("b"), usage(disk: 5))])
        #expect(plan.shortages == [.disk])
        #expect(plan.victim?.uid == "uid-b")
    }

    @Test func podsKeepTheirOwnLimits() {
        let bounded = pod("a", spec: ["volumes": [["name": "v", "emptyDir": ["sizeLimit": "1Mi"]], ["name": "free", "emptyDir": [:]]]])
        #expect(EvictionPlan.hasDiskLimits(bounded) && !EvictionPlan.hasDiskLimits(pod("b")))
        #expect(EvictionPlan.excess(of: bounded, usage(volumes: ["v": 1 << 20, "free": 1 << 30])) == nil)
        #expect(
            EvictionPlan.excess(of: bounded, usage(volumes: ["v": 2 << 20])) == "Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". "
        )
        var limited = pod("c")
        limited.json["spec", "containers"] = [
            ["name": "main", "resources": ["limits": ["ephemeral-storage": "1Mi"]]], ["name": "other"],
        ]
        #expect(
            EvictionPlan.excess(of: limited, usage(disk: 2 << 20))
                == "Container main exceeded its local ephemeral storage limit \"1Mi\". ")
        limited.json["spec", "containers"] = [["name": "main", "resources": ["limits": ["ephemeral-storage": "1Mi"]]]]
        #expect(
            EvictionPlan.excess(of: limited, usage(disk: 1 << 19, volumes: ["v": 1 << 20]))
                == "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ")
    }

    @Test func aNodeUnderPressureTakesOnlyWhatItMust() {
        func refusal(_ pod: Pod, memory: Bool = false, disk: Bool = false) -> String? {
            var admission = NodeAdmission(nodeLabels: [:], allocatable: ["memory": Quantity(8 << 30)])
            admission.pressure = NodeCare.Pressure(memory: memory, disk: disk)
            return admission.refuse(pod, others: [])?.message
        }
        #expect(refusal(pod("a")) == nil)
        #expect(refusal(pod("a"), memory: true) == "Pod was rejected: The node had condition: [MemoryPressure]. ")
        #expect(refusal(pod("a", memory: "1Mi"), memory: true) == nil)
        #expect(refusal(pod("a", memory: "1Mi"), disk: true) == "Pod was rejected: The node had condition: [DiskPressure]. ")
        #expect(refusal(pod("a", priority: 2_000_000_000), disk: true) == nil)
        let unsafe = pod("a", spec: ["securityContext": ["sysctls": [["name": "kernel.msgmax", "value": "1"]]]])
        #expect(refusal(unsafe) == "Pod was rejected: forbidden sysctl: \"kernel.msgmax\" not allowlisted")
        #expect(refusal(pod("a", spec: ["securityContext": ["sysctls": [["name": "net/ipv4/tcp_syncookies", "value": "1"]]]])) == nil)
    }

    @Test func imagesUnusedTheLongestGoFirst() {
        let images =
            (0..<4).map { RuntimeImage(id: "i\($0)", tags: ["r/i\($0):1"], size: 100) } + [
                RuntimeImage(id: "p", tags: ["r/pause:3"], size: 9)
            ]
        var collection = ImageCollection()
        let start = Fixtures.start
        #expect(collection.choose(images, used: ["r/i1:1", "i2"], toFree: 1000, now: start).isEmpty)
        // i2 is left later than i0 and i3.
        #expect(collection.choose(images, used: ["r/i1:1", "i2"], toFree: 0, now: start.adding(seconds: 60)).isEmpty)
        let chosen = collection.choose(images, used: ["r/i1:1"], toFree: 150, now: start.adding(seconds: 130))
        #expect(chosen.map(\.id).sorted() == ["i0", "i3"])
        #expect(collection.choose(images, used: ["r/i1:1"], toFree: 1000, now: start.adding(seconds: 200)).map(\.id).last == "i2")
    }
}

@Suite struct EvictionThresholdsTests {
    private func read(_ text: String) throws -> EvictionThresholds {
        try EvictionThresholds(hard: text, memoryCapacityBytes: 10 << 30, diskCapacityBytes: 100 << 30)
    }

    @Test func whatIsNotNamedKeepsItsDefault() throws {
        #expect(try read("") == EvictionThresholds())
        let some = try read("memory.available<500Mi,nodefs.available<5%,nodefs.inodesFree<10%,imagefs.available<2Gi")
        #expect(some.memoryBytes == 500 << 20 && some.diskBytes == 5 << 30 && some.inodePercent == 10 && some.imageBytes == 2 << 30)
        #expect(try read("memory.available<20%").memoryBytes == 2 << 30)
    }

    @Test func imagesGoBelowTheirOwnFloor() throws {
        #expect(try read("imagefs.available<90Gi").imageFloor(diskCapacityBytes: 100 << 30) == 90 << 30)
        #expect(EvictionThresholds().imageFloor(diskCapacityBytes: 100 << 30) == 10 << 30)
        #expect(EvictionThresholds().imageFloor(diskCapacityBytes: 14 << 30) == 2 << 30)
    }

    @Test(arguments: [
        "memory.available", "memory.available>1Gi", "swap.available<1Gi", "memory.available<-1", "nodefs.inodesFree<100",
        "memory.available<x",
    ])
    func otherWordsAreRefused(text: String) { #expect(throws: ConfigurationError.self) { try read(text) } }
}
