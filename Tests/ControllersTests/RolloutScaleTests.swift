import Resources
import Testing

@testable import Controllers

@Suite struct RolloutScaleTests {
    private typealias Set = RolloutScale.Set

    struct Step: Sendable {
        var wished = 10
        var surge = 3
        var unavailable = 2
        var new: (replicas: Int, available: Int)?
        var old: [(replicas: Int, available: Int)]
        var expected: [String: Int]
    }

    private static let steps: [Step] = [
        Step(new: (0, 0), old: [(10, 10)], expected: ["new": 3]),  // grow into the surge
        Step(new: (3, 0), old: [(10, 10)], expected: ["old0": 8]),  // nothing more to add: shrink what may be missing
        Step(new: (3, 0), old: [(8, 8)], expected: ["new": 5]),
        Step(new: (5, 0), old: [(8, 8)], expected: [:]),  // stuck until the new ones are available
        Step(new: (5, 5), old: [(8, 8)], expected: ["old0": 3]),
        Step(new: (5, 0), old: [(8, 7)], expected: [:]),  // a lost old pod must not cost another
        Step(new: (0, 0), old: [(8, 8), (5, 0)], expected: ["old1": 0]),  // the broken ones go first
        Step(new: (10, 10), old: [(3, 3)], expected: ["old0": 0]),
        Step(new: (12, 12), old: [], expected: ["new": 10]),
        Step(wished: 0, surge: 0, unavailable: 0, new: (0, 0), old: [(2, 2)], expected: ["old0": 0]),
        Step(wished: 1, surge: 0, unavailable: 1, new: (0, 0), old: [(1, 1)], expected: ["old0": 0]),
        Step(wished: 1, surge: 1, unavailable: 0, new: (1, 0), old: [(1, 1)], expected: [:]),
    ]

    @Test(arguments: steps.indices) func rollsStepByStep(index: Int) {
        let step = Self.steps[index]
        let scale = RolloutScale(
            wished: step.wished, maxSurge: step.surge, maxUnavailable: step.unavailable,
            new: step.new.map { Set(name: "new", replicas: $0.replicas, available: $0.available) },
            old: step.old.enumerated().map { Set(name: "old\($0.offset)", replicas: $0.element.replicas, available: $0.element.available) })
        #expect(scale.rollingUpdate() == step.expected)
    }

    /// However the steps fall, a rollout ends with the new pods alone and never leaves the bounds.
    @Test(arguments: [(10, 3, 2), (1, 1, 0), (1, 0, 1), (4, 4, 0), (7, 2, 1), (100, 25, 25)])
    func everyRolloutEndsWithinItsBounds(wished: Int, surge: Int, unavailable: Int) {
        var scale = RolloutScale(
            wished: wished, maxSurge: surge, maxUnavailable: unavailable, new: Set(name: "new", replicas: 0, available: 0),
            old: [Set(name: "old", replicas: wished, available: wished)])
        for _ in 0..<(4 * wished + 10) {
            let sizes = scale.rollingUpdate()
            if let size = sizes["new"] { scale.new?.replicas = size }
            if let size = sizes["old"] { scale.old[0] = Set(name: "old", replicas: size, available: min(size, scale.old[0].available)) }
            let (new, old) = (scale.new!, scale.old[0])
            #expect(new.replicas + old.replicas <= wished + surge)
            #expect(new.available + old.available >= wished - unavailable)
            if sizes.isEmpty { scale.new?.available = new.replicas }
        }
        #expect(scale.new == Set(name: "new", replicas: wished, available: wished))
        #expect(scale.old[0].replicas == 0)
    }

    @Test func oneActiveSetTakesTheWholeChange() {
        let scale = RolloutScale(wished: 5, maxSurge: 1, maxUnavailable: 0, new: Set(name: "new", replicas: 2, available: 2), old: [])
        #expect(scale.rescale(isRolling: true) == ["new": 5])
        let empty = RolloutScale(wished: 5, maxSurge: 1, maxUnavailable: 0, new: nil, old: [Set(name: "a", replicas: 0, available: 0)])
        #expect(empty.rescale(isRolling: true) == ["a": 5])
    }

    @Test func amidARolloutEachSetKeepsItsShare() {
        // From 10 (13 with surge) to 30 (33 with surge): 8 + 5 pods become 20 + 13.
        let scale = RolloutScale(
            wished: 30, maxSurge: 3, maxUnavailable: 2, new: Set(name: "new", replicas: 5, available: 5, maxReplicas: 13),
            old: [Set(name: "old", replicas: 8, available: 8, maxReplicas: 13)])
        #expect(scale.rescale(isRolling: true) == ["new": 13, "old": 20])
        #expect(scale.rescale(isRolling: false) == [:])
        var down = scale
        down.wished = 0
        #expect(down.rescale(isRolling: true) == ["new": 0, "old": 0])
    }

    @Test func aSaturatedNewSetEmptiesTheOthers() {
        let scale = RolloutScale(
            wished: 3, maxSurge: 1, maxUnavailable: 0, new: Set(name: "new", replicas: 3, available: 3),
            old: [Set(name: "old", replicas: 2, available: 2)])
        #expect(scale.rescale(isRolling: true) == ["old": 0])
    }

    @Test(arguments: [
        ("25%", "25%", 10, 3, 2), ("0", "0", 5, 0, 1), ("1", "0", 3, 1, 0), ("0%", "50%", 1, 0, 1), ("25%", "25%", 1, 1, 0),
        ("0", "0", 0, 0, 0), ("1", "7", 3, 1, 3),
    ])
    func boundsAreRoundedApart(surge: String, unavailable: String, replicas: Int, expectedSurge: Int, expectedUnavailable: Int) {
        func amount(_ text: String) -> IntOrString { Int(text).map(IntOrString.int) ?? .string(text) }
        var update = RollingUpdateDeployment()
        update.maxSurge = amount(surge)
        update.maxUnavailable = amount(unavailable)
        let bounds = update.bounds(replicas: replicas)
        #expect(bounds.maxSurge == expectedSurge && bounds.maxUnavailable == expectedUnavailable)
    }
}
