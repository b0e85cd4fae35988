import Document
import Resources
import Testing

@testable import APIServer

@Suite struct DefinitionPlanTests {
    private static let now = Timestamp("2026-11-28T04:00:00Z") ?? Timestamp(seconds: 0)

    private static func definition(_ names: JSON, accepted: JSON = [:], group: String = "example.com") -> JSON {
        ["metadata": ["name": "x"], "spec": ["group": .string(group), "names": names], "status": ["acceptedNames": accepted]]
    }

    private static let names: JSON = [
        "plural": "things", "singular": "thing", "kind": "Thing", "listKind": "ThingList", "shortNames": ["th"],
    ]

    /// Status, reason and message of a condition.
    private func condition(_ status: JSON, _ type: String) -> [String?] {
        let found = (status["conditions"].array ?? []).first { $0["type"].string == type } ?? .null
        return ["status", "reason", "message"].map { found[$0].string }
    }

    @Test func freeNamesAreAccepted() {
        let status = DefinitionPlan.status(of: Self.definition(Self.names), others: [], now: Self.now)
        #expect(status["acceptedNames"] == Self.names && DefinitionPlan.isEstablished(status))
        #expect(condition(status, "NamesAccepted") == ["True", "NoConflicts", "no conflicts found"])
        #expect(condition(status, "Established") == ["True", "InitialNamesAccepted", "the initial names have been accepted"])
        // Settled is settled.
        var again = Self.definition(Self.names)
        again["status"] = status
        #expect(DefinitionPlan.status(of: again, others: [], now: Self.now.adding(seconds: 60)) == status)
    }

    private static let conflicts: [(JSON, String, String)] = [
        (["plural": "things"], "PluralConflict", "things"), (["singular": "thing"], "SingularConflict", "thing"),
        (["shortNames": ["th"]], "ShortNamesConflict", "th"), (["kind": "Thing"], "KindConflict", "Thing"),
        (["listKind": "ThingList"], "ListKindConflict", "ThingList"), (["shortNames": ["thing"]], "SingularConflict", "thing"),
    ]

    @Test(arguments: conflicts)
    func takenNamesAreNot(_ taken: JSON, _ reason: String, _ name: String) {
        let other = Self.definition([:], accepted: taken)
        let status = DefinitionPlan.status(of: Self.definition(Self.names), others: [other], now: Self.now)
        #expect(condition(status, "NamesAccepted") == ["False", reason, "\"\(name)\" is already in use"])
        #expect(!DefinitionPlan.isEstablished(status))
        #expect(condition(status, "Established")[1] == "NotAccepted")
    }

    @Test func whatHasNamesKeepsThem() {
        var definition = Self.definition(Self.names, accepted: Self.names)
        definition["status"] = DefinitionPlan.status(of: definition, others: [], now: Self.now)
        definition["spec"]["names"]["shortNames"] = ["th", "taken"]
        let status = DefinitionPlan.status(
            of: definition, others: [Self.definition([:], accepted: ["shortNames": ["taken"]])], now: Self.now)
        #expect(status["acceptedNames"]["shortNames"] == ["th"] && DefinitionPlan.isEstablished(status))
        #expect(condition(status, "NamesAccepted")[1] == "ShortNamesConflict")
    }

    @Test func groupsOfKubernetesTellWhoApproved() {
        var definition = Self.definition(Self.names, group: "x.k8s.io")
        definition["metadata"]["annotations"] = ["api-approved.kubernetes.io": "https://github.com/kubernetes/kubernetes/pull/1"]
        let status = DefinitionPlan.status(of: definition, others: [], now: Self.now)
        #expect(condition(status, "KubernetesAPIApprovalPolicyConformant")[1] == "ApprovedAnnotation")
    }
}
