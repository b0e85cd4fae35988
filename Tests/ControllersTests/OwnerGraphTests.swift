import Document
import Resources
import Testing

@testable import Controllers

@Suite struct OwnerGraphTests {
    private func object(_ uid: String, owners: [String] = [], finalizers: [String] = [], isBeingDeleted: Bool = false) -> OwnerGraph.Object
    {
        var pod = Pod(name: uid, namespace: "ns")
        pod.metadata.uid = uid
        pod.metadata.ownerReferences = owners.map {
            OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: $0, uid: $0, controller: true, blockOwnerDeletion: true)
        }
        pod.metadata.finalizers = finalizers
        if isBeingDeleted { pod.metadata.deletionTimestamp = Timestamp(seconds: 1) }
        return OwnerGraph.Object(type: .pods, pod.json)
    }

    @Test func anObjectWithOwnersIsLookedAtOnceTheyAreDoubtful() {
        var graph = OwnerGraph()
        #expect(graph.update(object("pod", owners: ["set"])) == ["pod"])
        graph.verify("set")
        #expect(graph.update(object("pod", owners: ["set"])) == [])
        #expect(graph.update(object("other", owners: ["set"])) == [])
        #expect(graph.remove(uid: "set") == ["pod", "other"])
        #expect(graph.update(object("pod", owners: ["set"])) == ["pod"])
    }

    @Test func aReleasedObjectIsForgottenAndItsOwnerLookedAt() {
        var graph = OwnerGraph()
        _ = graph.update(object("pod", owners: ["set"]))
        #expect(graph.knows("pod"))
        #expect(graph.update(object("pod")) == ["set"])
        #expect(!graph.knows("pod"))
        #expect(graph.remove(uid: "set") == [])
    }

    @Test func anOwnerThatWaitsIsLookedAtWhenADependentGoes() {
        var graph = OwnerGraph()
        #expect(graph.update(object("set", finalizers: ["foregroundDeletion"], isBeingDeleted: true)) == ["set"])
        _ = graph.update(object("pod", owners: ["set"]))
        #expect(graph.blockers(of: "set").map(\.uid) == ["pod"])
        #expect(graph.remove(uid: "pod") == ["set"])
        #expect(graph.blockers(of: "set").isEmpty)
    }

    @Test func afterAGapAllOfAKindAndWhatItOwnsIsLookedAt() {
        var graph = OwnerGraph()
        _ = graph.update(object("pod", owners: ["set"]))
        #expect(graph.touched(by: .pods) == ["pod"] && graph.touched(by: .replicaSets) == ["pod"] && graph.touched(by: .deployments) == [])
    }

    private static let verdicts: [(states: [CollectionVerdict.OwnerState], hasDependents: Bool, verdict: CollectionVerdict)] = [
        ([.present], false, .keep), ([.absent], false, .delete(foreground: false)), ([.absent, .present], false, .dropOwners(["o0"])),
        ([.waiting], false, .delete(foreground: false)), ([.waiting], true, .delete(foreground: true)),
        ([.absent, .waiting], true, .delete(foreground: true)), ([.waiting, .present], true, .dropOwners(["o0"])),
    ]

    @Test(arguments: verdicts.indices) func decidesByHowOwnersFare(index: Int) {
        let (states, hasDependents, verdict) = Self.verdicts[index]
        let owners = states.indices.map { "o\($0)" }
        let decided = CollectionVerdict.decide(
            object("x", owners: owners), owners: Dictionary(uniqueKeysWithValues: zip(owners, states)), hasDependents: hasDependents)
        #expect(decided == verdict)
    }

    @Test func whatIsBeingDeletedIsLeftAlone() {
        #expect(
            CollectionVerdict.decide(object("x", owners: ["o"], isBeingDeleted: true), owners: ["o": .absent], hasDependents: false)
                == .keep)
        #expect(CollectionVerdict.decide(object("x"), owners: [:], hasDependents: false) == .keep)
    }

    @Test(arguments: [
        (#"{"metadata":{"ownerReferences":[]}}"#, true), (#"{"metadata":{"finalizers":["x"]}}"#, true),
        (#"{"metadata":{"name":"o"}}"#, false),
        (#"{"managedFields":{"f:ownerReferences":{}}}"#, false), ("\"", false), ("", false),
    ])
    func markersAreFoundInBytes(text: String, found: Bool) {
        #expect(MetadataMarkers.concernCollector(Array(text.utf8)) == found)
    }

    @Test func markersAreFoundInADocumentAtHand() {
        func concerns(_ metadata: JSON) -> Bool {
            let record = ObjectRecord(document: ["metadata": metadata])
            record.keep(["metadata": metadata])
            return MetadataMarkers.concernCollector(record)
        }
        #expect(concerns(["ownerReferences": [["uid": "u"]]]) && concerns(["finalizers": ["x"]]))
        #expect(!concerns(["name": "\"finalizers\""]) && !concerns([:]))
    }
}
