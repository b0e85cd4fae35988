import CommandRunner
import Document
import Logging
import Netfilter
import Resources
import Synchronization
import Testing

@testable import ServiceProxy

/// Remembers commands and answers success.
final class RecordingCommands: CommandRunning {
    private let state = Mutex<[Command]>([])
    var commands: [String] { state.withLock { $0.map(\.description) } }

    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
        state.withLock { $0.append(command) }
        return CommandOutput(status: 0)
    }
}

@Suite struct TableWriterTests {
    private let filter = RecordingPacketFilter()
    private let commands = RecordingCommands()
    private let dns = FrontendKey(.services, address: IPv4Address(10, 96, 0, 10), .udp, 53)

    private func writer(namespace: NetworkNamespace = .own) -> TableWriter {
        TableWriter(
            frame: Fixtures.configuration.frame, filter: filter, commands: commands, namespace: namespace, logger: Logger(label: "test"))
    }

    private func rules(_ addresses: String...) -> ServiceRuleSet {
        ServiceRuleSet(frontends: [Frontend(dns, .forward(addresses.map { Fixtures.backend($0, 53) }, affinitySeconds: nil))])
    }

    @Test func firstWriteIsTheWholeTableLaterOnesOnlyChanges() async throws {
        let writer = writer()
        try await writer.write([:])
        try await writer.write([Fixtures.key("dns"): rules("10.244.0.1")])
        try await writer.write([Fixtures.key("dns"): rules("10.244.0.1")])
        #expect(filter.applied.count == 2)
        #expect(filter.applied[0] == Fixtures.configuration.frame.text)
        #expect(!filter.applied[1].contains("delete table"))
    }

    @Test func afterARefusalTheWholeTableIsWritten() async throws {
        let writer = writer()
        try await writer.write([:])
        filter.failNext(.refused("no"))
        await #expect(throws: PacketFilterError.refused("no")) { try await writer.write([Fixtures.key("dns"): rules("10.244.0.1")]) }
        try await writer.write([:])
        #expect(filter.applied.count == 2)
        #expect(filter.applied[1].contains("delete table ip coxswain-proxy"))
        #expect(filter.applied[1].contains("10.96.0.10 . udp . 53 : goto pick-services-1"))
    }

    @Test func staleFlowsAreDeletedInTheNodesNamespace() async throws {
        let writer = writer(namespace: NetworkNamespace(path: "/run/netns/n1"))
        try await writer.write([Fixtures.key("dns"): rules("10.244.0.1", "10.244.0.2")])
        try await writer.write([Fixtures.key("dns"): rules("10.244.0.2")])
        #expect(
            commands.commands.last
                == "nsenter --net=/run/netns/n1 conntrack -D -f ipv4 -p udp --orig-port-dst 53 --orig-dst 10.96.0.10 --reply-src 10.244.0.1 --reply-port-src 53"
        )
    }

    @Test func removalLeavesNoTable() async throws {
        let writer = writer()
        try await writer.write([:])
        try await writer.remove()
        #expect(filter.applied.last == "add table ip coxswain-proxy\ndelete table ip coxswain-proxy\n")
    }
}

@Suite struct ProxyStateTests {
    @Test func onlyTouchedServicesAreWorkedOut() {
        var state = ProxyState(nodeName: Fixtures.node)
        for name in ["a", "b"] {
            state.serviceChanged(
                Fixtures.key(name), Fixtures.service(name, ["clusterIP": name == "a" ? "10.96.0.1" : "10.96.0.2", "ports": [["port": 80]]]))
        }
        #expect(Set(state.changes().keys) == [Fixtures.key("a"), Fixtures.key("b")])
        #expect(state.changes().isEmpty)
        let slice = Fixtures.slice("b", port: 80, [Fixtures.ready("10.244.0.1")])
        state.sliceChanged(slice.key, slice)
        #expect(Set(state.changes().keys) == [Fixtures.key("b")])
        state.sliceChanged(slice.key, slice)
        #expect(!state.hasChanges)
        state.sliceChanged(slice.key, nil)
        let gone = state.changes()
        #expect(gone[Fixtures.key("b")]??.frontends.first?.action == .refuse)
        state.serviceChanged(Fixtures.key("b"), nil)
        let removed = state.changes()
        #expect(removed.keys.contains(Fixtures.key("b")))
        #expect(removed[Fixtures.key("b")] == .some(.none))
    }

    @Test func sliceMayComeBeforeItsService() {
        var state = ProxyState(nodeName: Fixtures.node)
        let slice = Fixtures.slice("web", port: 80, [Fixtures.ready("10.244.0.1")])
        state.sliceChanged(slice.key, slice)
        _ = state.changes()
        state.serviceChanged(Fixtures.key("web"), Fixtures.service("web", ["clusterIP": "10.96.0.1", "ports": [["port": 80]]]))
        let rules = state.changes()[Fixtures.key("web")] ?? nil
        #expect(rules?.frontends.first?.action == .forward([Fixtures.backend("10.244.0.1", 80)], affinitySeconds: nil))
    }
}
