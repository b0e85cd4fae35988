import Document
import Testing

@Suite struct IdentityMemoTests {
    private static let spec: JSON = ["containers": [["name": "c"]], "priority": 7]

    private final class Found: Sendable {
        let priority: Int
        init(_ spec: JSON) { priority = spec["priority"].int ?? 0 }
    }

    @Test func whatIsTheSameIsLookedIntoOnce() {
        let memo = IdentityMemo<Found>(limit: 2)
        func look(_ spec: JSON, named name: String = "") -> Found { memo.value(of: spec, named: name) { Found(spec) } }
        let first = look(Self.spec)
        #expect(first.priority == 7 && look(Self.spec) === first)
        // Equal is not enough: only what is known to be the same is not looked into.
        var changed = Self.spec
        changed["priority"] = 8
        let other = look(changed)
        #expect(other.priority == 8 && look(changed) === other && look(Self.spec) === first)
        #expect(look(Self.spec, named: "x") !== first && look(changed) === other, "the first is forgotten")
        for number in 0..<8 {
            changed["priority"] = .int(Int64(number))
            #expect(look(changed).priority == number)
        }
        #expect(look(changed) === look(changed) && look(Self.spec) !== first)
        #expect(look("text") !== look("text"), "scalars have no identity")
    }
}
