import Testing

@testable import Ingress

@Suite struct ServerSlotsTests {
    private func address(_ last: Int) -> ServerAddress { ServerAddress(address: "10.244.0.\(last)", port: 8080) }

    private func slots(_ states: [[Int]]) -> ServerSlots {
        var slots = ServerSlots()
        for state in states {
            slots.arrange(["web": ProxyBackend(options: BackendOptions(), servers: .addresses(state.map(address)))])
        }
        return slots
    }

    @Test func placesAreKeptFilledAndDoubled() {
        let places = { (states: [[Int]]) in
            (self.slots(states).places["web"] ?? []).map { $0?.address.last.map(String.init) ?? "-" }.joined()
        }
        #expect(places([[]]) == "----")
        #expect(places([[1, 2, 3]]) == "123-")
        #expect(places([[1, 2, 3], [1, 3]]) == "1-3-")
        #expect(places([[1, 2, 3], [1, 3], [1, 3, 4, 5]]) == "1435")
        #expect(places([[1, 2, 3, 4], [1, 2, 3, 4, 5]]) == "12345---")
        #expect(places([[1, 2, 3, 4, 5], [5]]) == "----5---")
    }

    @Test func onlyWhatChangedIsCommanded() {
        let before = slots([[1, 2]])
        var after = before
        after.arrange(["web": ProxyBackend(options: BackendOptions(), servers: .addresses([2, 3, 4].map(address)))])
        #expect(
            after.commands(from: before) == [
                "set server web/s1 addr 10.244.0.3 port 8080",
                "set server web/s3 addr 10.244.0.4 port 8080",
                "set server web/s3 state ready",
            ])
        var none = after
        none.arrange(["web": ProxyBackend(options: BackendOptions(), servers: .addresses([]))])
        #expect(
            none.commands(from: after) == [
                "set server web/s1 state maint", "set server web/s2 state maint", "set server web/s3 state maint",
            ])
    }
}
