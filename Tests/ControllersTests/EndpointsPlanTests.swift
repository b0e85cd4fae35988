import Document
import Resources
import Testing

@testable import Controllers

@Suite struct EndpointsPlanTests {
    private func backends(_ pods: [Pod], _ service: Resources.Service = makeService()) -> ServiceBackends {
        ServiceBackends(service: service, pods: pods.map(PodSummary.init))
    }

    private func leaving(_ pod: Pod) -> Pod {
        var pod = pod
        pod.metadata.deletionTimestamp = Timestamp(seconds: 1)
        return pod
    }

    @Test func tellsReadyFromOthers() throws {
        let found = backends([
            makePod("b", node: "n", address: "10.0.0.2"), makePod("a", address: "10.0.0.1"),
            makePod("c", ready: false, address: "10.0.0.3"),
            leaving(makePod("d", address: "10.0.0.4")), makePod("e", phase: "Succeeded", address: "10.0.0.5"), makePod("f"),
        ])
        let endpoints = try #require(EndpointsPlan.wished(found, existing: nil))
        let subset = try #require(endpoints.subsets.first)
        #expect(endpoints.subsets.count == 1)
        #expect(subset.addresses.map(\.ip) == ["10.0.0.1", "10.0.0.2"] && subset.notReadyAddresses.map(\.ip) == ["10.0.0.3"])
        #expect(subset.addresses[1].nodeName == "n" && subset.addresses[1].targetRef?.name == "b")
        #expect(subset.ports.map(\.port) == [8080])
        #expect(endpoints.labels[EndpointsPlan.managedByLabel] == "endpoint-controller")
        #expect(EndpointsPlan.wished(found, existing: endpoints) == nil)
    }

    @Test func unreadyPodsArePublishedOnRequest() {
        var service = makeService()
        service.json["spec", "publishNotReadyAddresses"] = true
        let subsets = EndpointsPlan.subsets(backends([makePod("a", ready: false, address: "10.0.0.1")], service)).subsets
        #expect(subsets[0]["addresses"].array?.count == 1 && subsets[0]["notReadyAddresses"].isNull)
    }

    @Test func aHeadlessServiceNeedsNoPorts() {
        var service = makeService(ports: .null)
        #expect(EndpointsPlan.subsets(backends([makePod("a", address: "10.0.0.1")], service)).subsets == [])
        service.json["spec", "clusterIP"] = "None"
        let endpoints = EndpointsPlan.wished(backends([makePod("a", address: "10.0.0.1")], service), existing: nil)
        #expect(endpoints?.subsets.first?.addresses.count == 1)
        #expect(endpoints?.labels[EndpointsPlan.headlessLabel] == "")
    }

    @Test func podsWithoutTheNamedPortServeTheOthers() {
        let service = makeService(ports: [
            ["name": "http", "port": 80, "targetPort": "http"], ["name": "x", "port": 90, "targetPort": "missing"],
            ["name": "n", "port": 5],
        ])
        #expect(backends([makePod("a", address: "10.0.0.1")], service).backends[0].ports.map(\.port) == [8080, 5])
    }

    @Test func moreThanAThousandAddressesAreCutAndSaidSo() {
        let pods = (0..<1100).map { makePod("p\($0)", ready: $0 % 2 == 0, address: "10.1.\($0 / 250).\($0 % 250)") }
        let endpoints = EndpointsPlan.wished(backends(pods), existing: nil)
        #expect(endpoints?.subsets.first?.addresses.count == 550 && endpoints?.subsets.first?.notReadyAddresses.count == 450)
        #expect(endpoints?.annotations[EndpointsPlan.overCapacityAnnotation] == "truncated")
    }
}

@Suite struct EndpointSlicePlanTests {
    private let service = makeService()

    private func groups(_ names: some Sequence<Int>, unready: Set<Int> = []) -> [EndpointGroup] {
        let pods = names.map { PodSummary(makePod("p\($0)", ready: !unready.contains($0), address: "10.1.\($0 / 250).\($0 % 250)")) }
        return EndpointGroup.groups(ServiceBackends(service: service, pods: pods))
    }

    private func plan(_ groups: [EndpointGroup], _ existing: [EndpointSlice] = []) -> EndpointSlicePlan {
        EndpointSlicePlan(.init(service), groups: groups, existing: existing)
    }

    /// The slices of a plan as the server would hold them.
    private func stored(_ plan: EndpointSlicePlan) -> [EndpointSlice] {
        plan.create.enumerated().map { index, slice in
            var slice = slice
            slice.metadata.name = "web-\(index)"
            slice.metadata.uid = "slice-\(index)"
            return slice
        }
    }

    @Test func aHundredEndpointsFillASlice() {
        let created = plan(groups(0..<250)).create
        #expect(created.map(\.endpoints.count) == [100, 100, 50])
        #expect(
            created[0].labels[EndpointSlice.serviceNameLabel] == "web"
                && created[0].labels[EndpointSlice.managedByLabel] == EndpointSlicePlan.controllerName)
        #expect(created[0].metadata.generateName == "web-" && created[0].addressType == "IPv4")
        #expect(created[0].ports.map(\.port) == [8080] && created[0].metadata.controllerOwner?.kind == "Service")
    }

    @Test func nothingIsWrittenWhenNothingChanged() {
        let slices = stored(plan(groups(0..<250)))
        let again = plan(groups(0..<250), slices)
        #expect(again.create.isEmpty && again.update.isEmpty && again.delete.isEmpty)
    }

    @Test func aChangedEndpointTouchesOneSlice() {
        let slices = stored(plan(groups(0..<250)))
        let change = plan(groups(0..<250, unready: [120]), slices)
        #expect(change.update.count == 1 && change.create.isEmpty && change.delete.isEmpty)
        let added = plan(groups(0..<251), slices)
        #expect(added.update.map(\.name) == ["web-2"] && added.create.isEmpty)
        let removed = plan(groups(1..<250), slices)
        #expect(removed.update.count == 1 && removed.update[0].endpoints.count == 99)
    }

    @Test func aServiceWithoutPodsKeepsOneEmptySlice() {
        let empty = plan(groups([]))
        #expect(empty.create.count == 1 && empty.create[0].json["endpoints"] == [] && empty.create[0].json["ports"] == [])
        let slices = stored(plan(groups(0..<3)))
        let emptied = plan(groups([]), slices)
        #expect(emptied.update.map(\.name) == ["web-0"] && emptied.create.isEmpty && emptied.delete.isEmpty)
    }

    @Test func slicesOfAnEarlierServiceGo() {
        var foreign = stored(plan(groups(0..<3)))[0]
        foreign.metadata.ownerReferences = [
            OwnerReference(apiVersion: "v1", kind: "Service", name: "web", uid: "earlier", controller: true)
        ]
        let renewed = plan(groups(0..<3), [foreign])
        #expect(renewed.create.count == 1 && renewed.delete.count == 1)
    }

    @Test func conditionsFollowUpstream() {
        var leaving = makePod("a", address: "10.0.0.1")
        leaving.metadata.deletionTimestamp = Timestamp(seconds: 1)
        let group = EndpointGroup.groups(ServiceBackends(service: service, pods: [PodSummary(leaving)]))[0]
        #expect(group.endpoints[0]["conditions"] == ["ready": false, "serving": true, "terminating": true])
    }

    @Test(
        arguments: [
            (nil, JSON.null), ("PreferClose", ["forZones": [["name": "z"]]]), ("PreferSameZone", ["forZones": [["name": "z"]]]),
            ("PreferSameNode", ["forNodes": [["name": "n"]], "forZones": [["name": "z"]]]),
        ] as [(String?, JSON)])
    func trafficDistributionBecomesHints(_ distribution: String?, _ hints: JSON) {
        var service = service
        service.spec.trafficDistribution = distribution
        var (ready, unready) = (makePod("a", address: "10.0.0.1"), makePod("b", ready: false, address: "10.0.0.2"))
        ready.spec.nodeName = "n"
        unready.spec.nodeName = "n"
        let backends = ServiceBackends(service: service, pods: [PodSummary(ready), PodSummary(unready)])
        let endpoints = EndpointGroup.groups(backends) { ["n": "z"][$0] }[0].endpoints
        #expect(endpoints[0]["hints"] == hints)
        #expect(endpoints[0]["zone"] == "z")
        #expect(endpoints[1]["hints"].isNull)
    }

    @Test func handMadeEndpointsAreMirrored() {
        var endpoints = Endpoints(name: "web", namespace: "ns")
        endpoints.json["subsets"] = [
            [
                "addresses": [["ip": "192.0.2.1"], ["ip": "2001:db8::1"]], "notReadyAddresses": [["ip": "192.0.2.2"]],
                "ports": [["port": 80]],
            ]
        ]
        let groups = EndpointGroup.groups(mirroring: endpoints)
        let plan = EndpointSlicePlan(.init(service, mirroring: endpoints), groups: groups, existing: [])
        #expect(plan.create.first?.endpoints.map(\.addresses) == [["192.0.2.1"], ["192.0.2.2"]])
        #expect(plan.create.first?.endpoints.map(\.conditions.ready) == [true, false])
        #expect(plan.create.first?.labels[EndpointSlice.managedByLabel] == EndpointSlicePlan.mirroringName)
    }

    @Test func handMadeSubsetsWithTheSamePortsAreOne() {
        var endpoints = Endpoints(name: "web", namespace: "ns")
        endpoints.metadata.annotations = ["note": "kept", "kubectl.kubernetes.io/last-applied-configuration": "{}"]
        let subset = { (range: ClosedRange<Int>) -> JSON in
            ["addresses": .array(range.map { ["ip": .string("192.0.\($0 / 256).\($0 % 256)")] }), "ports": [["port": 80]]]
        }
        endpoints.json["subsets"] = [subset(1...2), subset(3...3)]
        let groups = EndpointGroup.groups(mirroring: endpoints)
        #expect(groups.map(\.endpoints.count) == [3])
        let plan = EndpointSlicePlan(.init(service, mirroring: endpoints), groups: groups, existing: [])
        #expect(plan.create.map(\.annotations) == [["note": "kept"]])
        let again = EndpointSlicePlan(.init(service, mirroring: endpoints), groups: groups, existing: plan.create)
        #expect(again.create.isEmpty && again.update.isEmpty && again.delete.isEmpty)
        endpoints.json["subsets"] = [subset(1...1200)]
        let many = EndpointGroup.groups(mirroring: endpoints)
        #expect(many.map(\.endpoints.count) == [1000])
        #expect(EndpointGroup.skipped(mirroring: endpoints, many) == 200)
    }
}
