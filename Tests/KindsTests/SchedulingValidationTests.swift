import Document
import Resources
import Testing

@testable import Kinds

@Suite struct SchedulingValidationTests {
    static func pod(_ spec: String) -> String { "{spec: {containers: [{name: a, image: i}], \(spec)}}" }

    @Test(arguments: [
        (
            "tolerations: [{operator: Equal, effect: NoSchedule}]",
            [
                "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\""
            ]
        ),
        (
            "tolerations: [{key: a, tolerationSeconds: 1, effect: NoSchedule}]",
            ["spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set"]
        ),
        (
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Near}]}]}}}",
            [
                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: \"Near\": not a valid selector operator"
            ]
        ),
        (
            "affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: z}}]}}",
            [
                "spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100"
            ]
        ),
        (
            "topologySpreadConstraints: [{maxSkew: 0, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]",
            ["spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"]
        ),
        ("schedulingGates: [{name: a}, {name: a}]", ["spec.schedulingGates[1]: Duplicate value: \"a\""]),
        ("nodeSelector: {a: b}", []),
    ])
    func checks(spec: String, messages: [String]) throws { #expect(try Fixture("v1", "Pod").errors(Self.pod(spec)) == messages) }

    @Test func gatedPodsSaySo() throws {
        let pod = try Fixture("v1", "Pod").create(Self.pod("schedulingGates: [{name: a}]"))
        #expect(pod["status"]["conditions"][0]["reason"] == "SchedulingGated")
    }
}
