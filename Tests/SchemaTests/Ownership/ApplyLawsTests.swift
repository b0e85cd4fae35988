import Document
import Resources
import Testing

@testable import Schema

/// What holds for whatever is applied: random pods, the same on each run.
@Suite struct ApplyLawsTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    private static func pod(_ dice: inout Dice) -> JSON {
        var pod: JSON = ["metadata": ["name": "p"], "spec": ["hostname": "h"]]
        for label in ["a", "b", "c"] where Bool.random(using: &dice) { pod["metadata"]["labels"][label] = value(&dice) }
        let finalizers: [JSON] = ["x", "y", "z"].filter { _ in Bool.random(using: &dice) }
        if !finalizers.isEmpty { pod["metadata"]["finalizers"] = .array(finalizers) }
        if Bool.random(using: &dice) { pod["spec"]["nodeSelector"] = ["k": value(&dice)] }
        if Bool.random(using: &dice) { pod["spec"]["securityContext"]["runAsUser"] = .int(.random(in: 1...2, using: &dice)) }
        if Bool.random(using: &dice) { pod["spec"]["securityContext"]["fsGroup"] = .int(.random(in: 1...2, using: &dice)) }
        var containers: [JSON] = []
        for name in ["a", "b", "c"].shuffled(using: &dice) where Bool.random(using: &dice) {
            var container: JSON = ["name": .string(name)]
            if Bool.random(using: &dice) { container["image"] = value(&dice) }
            if Bool.random(using: &dice) { container["args"] = [value(&dice)] }
            for port in [80, 81] where Bool.random(using: &dice) {
                container["ports"].mutateArray { $0.append(["containerPort": .int(Int64(port)), "protocol": "TCP"]) }
            }
            containers.append(container)
        }
        if !containers.isEmpty { pod["spec"]["containers"] = .array(containers) }
        return pod
    }

    private static func value(_ dice: inout Dice) -> JSON { .string(["1", "2", "3"].randomElement(using: &dice) ?? "1") }

    /// As the server stores it.
    private static func withoutNulls(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map { withoutNulls($0) })
        case .object(let members):
            var result = JSONObject()
            for (key, member) in members where !member.isNull { result.append(key, withoutNulls(member)) }
            return .object(result)
        default: return value
        }
    }

    @Test(arguments: 0..<200) func hold(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 977 &+ 13)
        let type = try FieldSetExtractionTests.type("v1", "Pod")
        let (live, first, second) = (Self.pod(&dice), Self.pod(&dice), Self.pod(&dice))
        let (mine, next) = (FieldSet(of: first, type: type), FieldSet(of: second, type: type))
        let merged = ApplyMerge.merge(first, over: live, type: type)
        // What is applied is there, and applying it again changes nothing.
        #expect(mine.subtracting(FieldSet(of: merged, type: type)).isEmpty)
        #expect(ApplyMerge.merge(first, over: merged, type: type) == merged)
        #expect(ApplyMerge.prune(merged, last: mine, owned: mine, type: type) == merged)
        // Nothing else is lost or changed.
        let change = FieldComparison.between(live, merged, type: type)
        #expect(change.removed.isEmpty)
        #expect(change.touched.subtracting(mine.union(Self.ancestors(of: mine))).isEmpty)
        // One author alone always gets just what he says.
        let alone = ApplyMerge.prune(ApplyMerge.merge(second, over: first, type: type), last: mine, owned: next, type: type)
        #expect(FieldComparison.between(Self.withoutNulls(alone), second, type: type).isEmpty)
        // Beside another who owns the live object, that one's fields stay.
        let others = FieldSet(of: live, type: type)
        let beside = ApplyMerge.prune(
            ApplyMerge.merge(second, over: merged, type: type), last: mine, owned: others.union(next), type: type)
        #expect(others.subtracting(FieldSet(of: Self.withoutNulls(beside), type: type)).isEmpty)
        #expect(next.subtracting(FieldSet(of: Self.withoutNulls(beside), type: type)).isEmpty)
    }

    /// What has to come into being for a field to be there.
    private static func ancestors(of set: FieldSet) -> FieldSet {
        FieldSet(set.paths.flatMap { path in (1...path.count).map { Array(path[..<$0]) } })
    }

    @Test(arguments: 0..<100) func setsAreAlgebra(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 31 &+ 7)
        let type = try FieldSetExtractionTests.type("v1", "Pod")
        let (a, b) = (FieldSet(of: Self.pod(&dice), type: type), FieldSet(of: Self.pod(&dice), type: type))
        #expect(FieldSet(json: a.json) == a)
        #expect(a.union(b) == b.union(a) && a.intersection(b) == b.intersection(a))
        #expect(a.subtracting(b).union(a.intersection(b)) == a)
        #expect(a.subtracting(b).intersection(b).isEmpty)
        #expect(FieldSet(a.paths) == a)
    }

    @Test(arguments: 0..<100) func comparisonsLeadToEachOther(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 101 &+ 3)
        let type = try FieldSetExtractionTests.type("v1", "Pod")
        let (a, b) = (Self.pod(&dice), Self.pod(&dice))
        #expect(FieldComparison.between(a, a, type: type).isEmpty)
        let (there, back) = (FieldComparison.between(a, b, type: type), FieldComparison.between(b, a, type: type))
        #expect(there.removed.subtracting(back.touched).isEmpty && back.removed.subtracting(there.touched).isEmpty)
    }
}
