import Testing

@testable import Netfilter

@Suite struct RecordingPacketFilterTests {
    @Test func recordsWhatSucceededAndFailsAsScripted() async throws {
        let filter = RecordingPacketFilter()
        filter.failNext(.overloaded)
        await #expect(throws: PacketFilterError.overloaded) { try await filter.apply("add table ip x\n") }
        try await filter.removeTable(family: "ip", name: "x")
        #expect(filter.applied == ["add table ip x\ndelete table ip x\n"])
    }

    @Test func answersQueriesFromTheScript() async throws {
        let filter = RecordingPacketFilter()
        filter.answerNext([1])
        #expect(try await filter.query("list tables") == [1])
        #expect(try await filter.query("list tables") == Array(#"{"nftables":[]}"#.utf8))
        #expect(filter.queried.count == 2)
    }
}
