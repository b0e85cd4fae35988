import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct EvictionPlanTests {
    private let plenty = Fixtures.plenty

    private func pod(_ name: String, memory: String? = nil, priority: Int = 0, spec: JSON = [:]) -> Pod {
        var container: JSON = ["name": "main", "image": "x"]
        if let memory { container["resources"] = ["requests": ["memory": .string(memory)]] }
        var pod = Fixtures.pod(name, containers: [container], spec: spec)
        pod.spec.priority = priority
        return pod
    }

    private func usage(memory: Int64 = 0, disk: Int64 = 0, volumes: [String: Int64] = [:]) -> PodUsage {
        PodUsage(
            containers: [PodUsage.Container(name: "main", memoryBytes: memory, layer: DiskUse(bytes: disk, inodes: disk))],
            volumes: volumes.mapValues { DiskUse(bytes: $0, inodes: 1) })
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

    @Test func inodesAreAResourceOfTheirOwn() {
        var supply = plenty
        supply.disk.freeInodes = 40
        let plan = EvictionPlan(supply, EvictionThresholds(), pods: [(pod("a"), usage(disk: 1)), (pod("b"), usage(disk: 5))])
        #expect(plan.shortages == [.diskInodes, .imageInodes])
        #expect(plan.victim?.uid == "uid-b")
        #expect(plan.victim?.message == "The node was low on resource: inodes. Threshold quantity: 50, available: 40. ")
    }

    @Test func diskIsCountedWithVolumesAndLogs() {
        var supply = plenty
        supply.disk.availableBytes = 500 << 20
        let layer = (pod("layer"), usage(disk: 60 << 20))
        let volume = (pod("volume"), usage(disk: 10 << 20, volumes: ["v": 80 << 20]))
        let plan = EvictionPlan(supply, EvictionThresholds(), pods: [layer, volume])
        #expect(
            plan.victim?.message
                == "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 500Mi. "
                + "Container main was using 10Mi, request is 0, has larger consumption of ephemeral-storage. ")
    }

    @Test func imagesOnTheirOwnDiskHoldTheLayersAlone() throws {
        var supply = plenty
        supply.imageDisk = FilesystemSupply(availableBytes: 1 << 30, capacityBytes: 50 << 30, freeInodes: 90, inodes: 100)
        let layer = (pod("layer"), usage(disk: 60 << 20))
        let volume = (pod("volume"), usage(disk: 10 << 20, volumes: ["v": 80 << 20]))
        let thresholds = try EvictionThresholds(hard: "imagefs.available<2Gi")
        let plan = EvictionPlan(supply, thresholds, pods: [layer, volume])
        #expect(plan.shortages == [.images])
        #expect(plan.victim?.uid == "uid-layer")
        supply.disk.availableBytes = 0
        #expect(EvictionPlan(supply, thresholds, pods: [layer, volume]).victim?.uid == "uid-volume")
    }

    /// Layers, by seconds from when the disk was first short; nil: not measured at all.
    @Test(
        arguments: [
            ([0.0, 0.5], false, false), ([0.0, -0.5], false, true), ([nil, 1.0], false, true),
            // On a disk of their own layers have no part in what the node's disk is short of.
            ([-1.0, nil], true, false),
        ] as [([Double?], Bool, Bool)])
    func figuresFromBeforeTheShortageAreEarly(measured: [Double?], isSplit: Bool, isEarly: Bool) {
        var supply = plenty
        supply.disk.availableBytes = 500 << 20
        if isSplit { supply.imageDisk = plenty.disk }
        let since = Fixtures.start
        let pods = measured.enumerated().map { index, seconds in
            var used = usage(disk: Int64(index + 1) << 20, volumes: ["v": 1])
            used.containers[0].layerMeasured = seconds.map { since + .seconds($0) } ?? Timestamp(seconds: 0)
            return (pod: pod("p\(index)"), usage: used)
        }
        let plan = EvictionPlan(supply, EvictionThresholds(), since: [.disk: since], pods: pods)
        #expect(plan.isEarly == isEarly)
        #expect(plan.victim != nil, "by what is known")
        // Nobody waits for critical pods, nor where something else is more pressing.
        var critical = pods
        for index in critical.indices { critical[index].pod.spec.priority = 2_000_000_000 }
        #expect(!EvictionPlan(supply, EvictionThresholds(), since: [.disk: since], pods: critical).isEarly)
        supply.memoryBytes = 50 << 20
        let both: [EvictionSignal: Timestamp] = [.memory: since, .disk: since]
        #expect(!EvictionPlan(supply, EvictionThresholds(), since: both, pods: pods).isEarly)
    }

    @Test func processesRunOutToo() throws {
        var supply = plenty
        (supply.processIDs, supply.processIDCapacity) = (90, 1000)
        var many = usage()
        many.processes = 70
        let thresholds = try EvictionThresholds(hard: "pid.available<10%")
        #expect(EvictionPlan(supply, EvictionThresholds(), pods: [(pod("a"), many)]).victim == nil)
        let plan = EvictionPlan(supply, thresholds, pods: [(pod("a"), many), (pod("b"), usage())])
        #expect(plan.victim?.message == "The node was low on resource: pids. Threshold quantity: 100, available: 90. ")
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
        #expect(
            refusal(pod("a"), memory: true, disk: true) == "Pod was rejected: The node had condition: [MemoryPressure DiskPressure]. ")
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
        #expect(collection.choose(images, used: ["r/i1:1", "i2"], toFree: 0, now: start).isEmpty)
        // What was there at the first look may go at once; i2 was used last.
        let late = RuntimeImage(id: "late", tags: ["r/late:1"], size: 100)
        let chosen = collection.choose(images + [late], used: ["r/i1:1"], toFree: 150, now: start.adding(seconds: 60))
        #expect(chosen.map(\.id).sorted() == ["i0", "i3"])
        let all = collection.choose(images + [late], used: ["r/i1:1"], toFree: .max, now: start.adding(seconds: 61))
        #expect(all.map(\.id) == ["i0", "i3", "i2"])
        let later = collection.choose(images + [late], used: ["r/i1:1"], toFree: .max, now: start.adding(seconds: 190))
        #expect(later.map(\.id).sorted() == ["i0", "i2", "i3", "late"])
    }
}

@Suite struct EvictionThresholdsTests {
    private func threshold(_ text: String, _ signal: EvictionSignal, of capacity: Int64) throws -> String? {
        try EvictionThresholds(hard: text).threshold(signal, capacity: capacity)?.description
    }

    @Test func whatIsNotNamedKeepsItsDefault() throws {
        #expect(try EvictionThresholds(hard: "") == EvictionThresholds())
        let some = "memory.available<500Mi,nodefs.available<5%,nodefs.inodesFree<10k,imagefs.available<2Gi"
        #expect(try threshold(some, .memory, of: 10 << 30) == "500Mi")
        #expect(try threshold(some, .disk, of: 100 << 30) == "5Gi")
        #expect(try threshold(some, .diskInodes, of: 100_000) == "10k")
        #expect(try threshold(some, .images, of: 100 << 30) == "2Gi")
        #expect(try threshold(some, .imageInodes, of: 100_000) == "5k")
        #expect(try threshold(some, .processIDs, of: 1000) == nil)
        #expect(try threshold("nodefs.available<0%", .disk, of: 100) == nil)
        #expect(try threshold("", .disk, of: 100 << 30) == "1Gi")
        #expect(try threshold("", .disk, of: 500 << 20) == "50Mi")
    }

    @Test func imagesGoBelowTheirOwnFloor() {
        #expect(EvictionThresholds.imageFloor(diskCapacityBytes: 100 << 30) == 10 << 30)
        #expect(EvictionThresholds.imageFloor(diskCapacityBytes: 14 << 30) == 2 << 30)
    }

    @Test(arguments: [
        "memory.available", "memory.available>1Gi", "swap.available<1Gi", "memory.available<-1", "nodefs.inodesFree<120%",
        "memory.available<x", "memory.available<x%", "memory.available<-5%",
    ])
    func otherWordsAreRefused(text: String) { #expect(throws: ConfigurationError.self) { try EvictionThresholds(hard: text) } }
}
