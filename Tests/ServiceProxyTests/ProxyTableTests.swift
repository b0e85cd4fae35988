import Resources
import Testing

@testable import ServiceProxy

@Suite struct ProxyTableTests {
    private let one = Fixtures.backend("10.244.0.1", 80)
    private let two = Fixtures.backend("10.244.0.2", 80)
    private let three = Fixtures.backend("10.244.0.3", 80)
    private let four = Fixtures.backend("10.244.0.4", 80)
    private let web = FrontendKey(.services, address: IPv4Address(10, 96, 0, 20), .tcp, 80)

    private func table() -> ProxyTable { ProxyTable(frame: Fixtures.configuration.frame) }

    private func rules(_ key: FrontendKey, _ backends: [Backend], affinity: Int? = nil) -> ServiceRuleSet {
        ServiceRuleSet(frontends: [Frontend(key, backends.isEmpty ? .refuse : .forward(backends, affinitySeconds: affinity))])
    }

    @Test func newServiceIsOneChainAndItsElements() {
        var table = table()
        let marks = table.frame.marks
        let change = table.update([Fixtures.key("web"): rules(web, [one, two])])
        let first = marks.balanced.markText
        let second = (marks.balanced + 1).markText
        #expect(
            change.text == """
                add chain ip coxswain-proxy pick-services-2
                add rule ip coxswain-proxy pick-services-2 meta mark set numgen random mod 2 offset \(first)
                add rule ip coxswain-proxy pick-services-2 dnat ip to ip daddr . meta l4proto . th dport . meta mark map @services-backends
                add element ip coxswain-proxy services { 10.96.0.20 . tcp . 80 : goto pick-services-2 }
                add element ip coxswain-proxy services-backends { 10.96.0.20 . tcp . 80 . \(first) : 10.244.0.1 . 80, 10.96.0.20 . tcp . 80 . \(second) : 10.244.0.2 . 80 }

                """)
    }

    @Test func oneMoreBackendTouchesTwoElements() {
        var table = table()
        _ = table.update([Fixtures.key("web"): rules(web, [one, two])])
        _ = table.update([Fixtures.key("other"): rules(FrontendKey(.nodePorts, .tcp, 30000), [one, two, three])])
        let change = table.update([Fixtures.key("web"): rules(web, [one, two, three])])
        #expect(change.removed.map(\.key) == ["10.96.0.20 . tcp . 80"])
        #expect(change.added.map(\.value) == ["goto pick-services-3", "10.244.0.3 . 80"])
    }

    @Test func removedBackendsPlaceIsTakenByTheLast() {
        #expect(InstalledFrontend.arranged([two, three, four], previous: [one, two, three, four]) == [four, two, three])
        #expect(InstalledFrontend.arranged([one], previous: [one, two, three]) == [one])
        #expect(InstalledFrontend.arranged([three], previous: [one, two, three]) == [three])
        #expect(InstalledFrontend.arranged([four, two], previous: [one, two]) == [four, two])
        #expect(InstalledFrontend.arranged([], previous: [one, two]) == [])
        #expect(InstalledFrontend.arranged([two, one], previous: []) == [one, two])
    }

    @Test func unchangedServiceIsNoTransaction() {
        var table = table()
        _ = table.update([Fixtures.key("web"): rules(web, [one, two])])
        #expect(table.update([Fixtures.key("web"): rules(web, [one, two])]).isEmpty)
    }

    @Test func goneServiceLeavesNoElement() {
        var table = table()
        var rules = rules(web, [one, two], affinity: 60)
        rules.localBackends = [one.address]
        let added = table.update([Fixtures.key("web"): rules]).added
        let removed = table.update([Fixtures.key("web"): nil]).removed
        #expect(Set(added) == Set(removed))
        #expect(table.frontendCount == 0)
    }

    @Test func affinityGivesEachBackendASlotThatStays() {
        var table = table()
        let marks = table.frame.marks
        let change = table.update([Fixtures.key("web"): rules(web, [one, two], affinity: 60)])
        #expect(change.newChains.map(\.name) == ["pick-services-2-for-60s"])
        let slots = Dictionary(
            uniqueKeysWithValues: change.added.filter { $0.map == "services-backends" }.map { ($0.value, $0.key) })
        let next = table.update([Fixtures.key("web"): rules(web, [two, three], affinity: 60)])
        // The second backend's slot element is not touched; only drawn numbers move.
        #expect(!next.removed.contains { $0.key == slots["10.244.0.2 . 80"] })
        #expect(next.removed.contains { $0.key == slots["10.244.0.1 . 80"] })
        #expect(slots.values.allSatisfy { $0.contains(marks.balanced.markText.prefix(4)) })
    }

    @Test func firstByNameHasAContestedFrontendAndTheOtherInherits() {
        var table = table()
        _ = table.update([Fixtures.key("b"): rules(web, [two])])
        let taken = table.update([Fixtures.key("a"): rules(web, [one])])
        #expect(taken.added.map(\.value) == ["10.244.0.1 . 80"])
        #expect(table.lostClaims(of: Fixtures.key("b")) == [web])
        let inherited = table.update([Fixtures.key("a"): nil])
        #expect(inherited.added.map(\.value) == ["10.244.0.2 . 80"])
        #expect(table.lostClaims(of: Fixtures.key("b")).isEmpty)
    }

    @Test func localBackendsAreCountedAcrossServices() {
        var table = table()
        let other = FrontendKey(.services, address: IPv4Address(10, 96, 0, 21), .tcp, 80)
        var first = rules(web, [one])
        first.localBackends = [one.address]
        var second = rules(other, [one])
        second.localBackends = [one.address]
        #expect(table.update([Fixtures.key("a"): first]).added.contains { $0.map == "hairpin" })
        #expect(!table.update([Fixtures.key("b"): second]).added.contains { $0.map == "hairpin" })
        #expect(!table.update([Fixtures.key("a"): nil]).removed.contains { $0.map == "hairpin" })
        #expect(table.update([Fixtures.key("b"): nil]).removed.contains { $0.map == "hairpin" && $0.key == "10.244.0.1 . 10.244.0.1" })
    }

    @Test func udpBackendsThatGoLeaveFlowsToDelete() {
        var table = table()
        let dns = FrontendKey(.services, address: IPv4Address(10, 96, 0, 10), .udp, 53)
        #expect(table.update([Fixtures.key("dns"): rules(dns, [])]).staleFlows.isEmpty)
        #expect(table.update([Fixtures.key("dns"): rules(dns, [one, two])]).staleFlows == [StaleFlow(key: dns, backend: nil)])
        let flows = table.update([Fixtures.key("dns"): rules(dns, [two])]).staleFlows
        #expect(flows == [StaleFlow(key: dns, backend: one)])
        #expect(
            flows[0].conntrackArguments.joined(separator: " ")
                == "-D -f ipv4 -p udp --orig-port-dst 53 --orig-dst 10.96.0.10 --reply-src 10.244.0.1 --reply-port-src 80")
        #expect(table.update([Fixtures.key("web"): rules(web, [one])]).staleFlows.isEmpty)
    }

    @Test func largeClusterIsPlannedQuicklyAndAChangeCostsWhatItChanges() {
        var table = table()
        var wanted: [ObjectKey: ServiceRuleSet?] = [:]
        for index in 0..<10_000 {
            let key = FrontendKey(.services, address: IPv4Address(bits: 0x0A60_0000 + UInt32(index)), .tcp, 80)
            wanted[Fixtures.key("s\(index)")] = rules(key, [one, two, three])
        }
        let clock = ContinuousClock()
        var size = 0
        let whole = clock.measure {
            _ = table.update(wanted)
            size = table.replacement().utf8.count
        }
        let key = FrontendKey(.services, address: IPv4Address(bits: 0x0A60_0000 + 77), .tcp, 80)
        var text = ""
        let change = clock.measure { text = table.update([Fixtures.key("s77"): rules(key, [one, two])]).text }
        #expect(size > 1_000_000)
        #expect(text.utf8.count < 1000)
        // Unoptimised test builds on a busy machine: generous bounds that still catch a change that walks over everything.
        #expect(whole < .seconds(20))
        #expect(change < .milliseconds(50))
    }
}
