import Resources
import Testing

@testable import APIServer

@Suite struct RecordTreeTests {
    static func record(_ namespace: String, _ name: String, _ revision: UInt64 = 1, labels: [(key: String, value: String)] = [])
        -> ObjectRecord
    {
        ObjectRecord(
            key: ObjectKey(namespace: namespace, name: name), uid: "\(namespace)-\(name)", revision: revision,
            bytes: Array(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"\(name)\",\"resourceVersion\":\"\(revision)\"}}".utf8),
            labels: labels)
    }

    @Test(arguments: [1, 7, 42]) func agreesWithAPlainDictionary(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var tree = RecordTree()
        var model: [ObjectKey: UInt64] = [:]
        for step in 1...5000 {
            let key = ObjectKey(
                namespace: "n\(Int.random(in: 0..<5, using: &generator))", name: "p\(Int.random(in: 0..<900, using: &generator))")
            if Int.random(in: 0..<3, using: &generator) == 0 {
                #expect(tree.remove(key)?.revision == model.removeValue(forKey: key))
            } else {
                let previous = tree.put(Self.record(key.namespace, key.name, UInt64(step)))
                #expect(previous?.revision == model.updateValue(UInt64(step), forKey: key))
            }
        }
        #expect(tree.count == model.count)
        #expect(tree.all.map(\.key) == model.keys.sorted())
        for (key, revision) in model { #expect(tree[key]?.revision == revision) }
        let expected = model.keys.filter { $0.namespace == "n3" }.sorted()
        var seen: [ObjectKey] = []
        tree.forEach(namespace: "n3") { record in
            seen.append(record.key)
            return true
        }
        #expect(seen == expected)
        #expect(tree.count(namespace: "n3") == expected.count)
        #expect(tree.count(namespace: nil) == model.count)
        #expect(tree.count(namespace: "n") == 0)
        for after in model.keys.sorted().filter({ $0.name.hasSuffix("1") }) + [
            ObjectKey(namespace: "n3", name: "p5x"), ObjectKey(name: "z"),
        ] {
            #expect(tree.count(namespace: nil, after: after) == model.keys.filter { $0 > after }.count)
            #expect(tree.count(namespace: "n3", after: after) == expected.filter { $0 > after }.count)
        }
    }

    @Test func goesOnBehindAKeyThatIsGone() {
        var tree = RecordTree(sorted: (0..<1000).map { Self.record("a", "p\(10_000 + $0)") })
        let after = ObjectKey(namespace: "a", name: "p10500")
        tree.remove(after)
        var first: ObjectKey?
        tree.forEach(after: after) { record in
            first = record.key
            return false
        }
        #expect(first?.name == "p10501")
    }

    @Test func snapshotsStayAsTheyWere() {
        var tree = RecordTree(sorted: (0..<600).map { Self.record("a", "p\(10_000 + $0)") })
        let snapshot = tree
        tree.remove(ObjectKey(namespace: "a", name: "p10300"))
        tree.put(Self.record("a", "zzz"))
        #expect(snapshot.count == 600)
        #expect(snapshot[ObjectKey(namespace: "a", name: "p10300")] != nil)
        #expect(snapshot[ObjectKey(namespace: "a", name: "zzz")] == nil)
        #expect(tree.count == 600)
    }
}

/// A small deterministic generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
