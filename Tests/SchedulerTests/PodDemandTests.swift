import Document
import Resources
import Testing

@testable import Scheduler

@Suite struct PodDemandTests {
    private static let spec: JSON = ["containers": [["name": "c", "image": "i", "resources": ["requests": ["cpu": "2"]]]], "priority": 7]

    @Test func podsOfOneTemplateShareIt() {
        let demands = PodDemands()
        let first = demands.demand(of: PodSpec(Self.spec))
        #expect(first.priority == 7 && first.images == ["i"])
        #expect(demands.demand(of: PodSpec(Self.spec)) === first)
        // Equal is not enough: only what is known to be the same spec is not read again.
        var changed = Self.spec
        changed["priority"] = 8
        let other = demands.demand(of: PodSpec(changed))
        #expect(other !== first && other.priority == 8)
        #expect(demands.demand(of: PodSpec(Self.spec)) === first)
        for number in 0..<8 {
            changed["priority"] = .int(Int64(number))
            #expect(demands.demand(of: PodSpec(changed)).priority == number)
        }
        #expect(demands.demand(of: PodSpec(Self.spec)) !== first)
    }
}
