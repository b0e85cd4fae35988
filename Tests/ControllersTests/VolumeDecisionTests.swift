import Document
import Resources
import Testing

@testable import Controllers

func makeVolume(
    _ name: String, size: String = "1Gi", storageClass: String = "", modes: JSON = ["ReadWriteOnce"], phase: String = "Available",
    claim: (name: String, uid: String)? = nil, policy: String = "Retain", annotations: [String: String] = [:],
    labels: [String: String] = [:]
) -> PersistentVolume {
    var volume = PersistentVolume(name: name)
    volume.metadata.uid = "uid-of-\(name)"
    volume.metadata.annotations = annotations
    volume.metadata.labels = labels
    volume.json["spec"] = [
        "capacity": ["storage": .string(size)], "accessModes": modes, "storageClassName": .string(storageClass),
        "persistentVolumeReclaimPolicy": .string(policy), "hostPath": ["path": "/tmp/x"], "volumeMode": "Filesystem",
    ]
    if let claim {
        volume.spec.claimRef = ObjectReference(kind: "PersistentVolumeClaim", name: claim.name, namespace: "ns", uid: claim.uid)
    }
    volume.status.phase = phase
    return volume
}

func makeClaim(
    _ name: String = "data", size: String = "1Gi", storageClass: String? = "", modes: JSON = ["ReadWriteOnce"], volume: String = "",
    phase: String = "Pending", annotations: [String: String] = [:], selector: JSON = .null
) -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(name: name, namespace: "ns")
    claim.metadata.uid = "uid-of-\(name)"
    claim.metadata.annotations = annotations
    claim.json["spec"] = ["accessModes": modes, "resources": ["requests": ["storage": .string(size)]], "selector": selector]
    claim.spec.storageClassName = storageClass
    claim.spec.volumeName = volume
    claim.status.phase = phase
    return claim
}

func makeClass(_ name: String, provisioner: String = LocalVolumes.provisioner, mode: String = "Immediate") -> StorageClass {
    var result = StorageClass(name: name)
    result.provisioner = provisioner
    result.volumeBindingMode = mode
    result.reclaimPolicy = "Delete"
    return result
}

@Suite struct ClaimDecisionTests {
    private static let done = [VolumeMatching.bindCompleted: "yes"]

    /// Claim, volumes, class, and what is decided: the volume's name, the event's reason, or `provision`.
    static let cases: [(PersistentVolumeClaim, [PersistentVolume], StorageClass?, String)] = [
        (makeClaim(), [], nil, "wait FailedBinding"),
        (makeClaim(), [makeVolume("a", size: "5Gi"), makeVolume("b", size: "2Gi"), makeVolume("c", size: "500Mi")], nil, "bind b"),
        (makeClaim(), [makeVolume("a", storageClass: "fast")], nil, "wait FailedBinding"),
        (makeClaim(storageClass: "fast"), [makeVolume("a"), makeVolume("b", storageClass: "fast")], nil, "bind b"),
        (makeClaim(modes: ["ReadWriteMany"]), [makeVolume("a")], nil, "wait FailedBinding"),
        (makeClaim(modes: ["ReadOnlyMany"]), [makeVolume("a", modes: ["ReadWriteOnce", "ReadOnlyMany"])], nil, "bind a"),
        (makeClaim(), [makeVolume("a", phase: "Released"), makeVolume("b", phase: "Pending")], nil, "wait FailedBinding"),
        (makeClaim(), [makeVolume("a", claim: ("other", "uid-of-other"))], nil, "wait FailedBinding"),
        // Set aside for this claim by name: taken before smaller ones.
        (makeClaim(), [makeVolume("a"), makeVolume("b", size: "9Gi", claim: ("data", ""))], nil, "bind b"),
        (makeClaim(), [makeVolume("a", claim: ("data", "uid-of-an-earlier-one"))], nil, "wait FailedBinding"),
        (
            makeClaim(selector: ["matchLabels": ["disk": "ssd"]]), [makeVolume("a"), makeVolume("b", labels: ["disk": "ssd"])], nil,
            "bind b"
        ),
        // A volume asked for by name.
        (makeClaim(volume: "a"), [], nil, "wait -"),
        (makeClaim(volume: "a"), [makeVolume("a"), makeVolume("b")], nil, "bind a"),
        (makeClaim(size: "2Gi", volume: "a"), [makeVolume("a")], nil, "wait VolumeMismatch"),
        (makeClaim(volume: "a"), [makeVolume("a", claim: ("other", "uid-of-other"))], nil, "wait FailedBinding"),
        (makeClaim(volume: "a"), [makeVolume("a", claim: ("data", "uid-of-data"))], nil, "bind a"),
        // Classes.
        (makeClaim(storageClass: "gone"), [], nil, "wait ProvisioningFailed"),
        (makeClaim(storageClass: "std"), [], makeClass("std"), "provision"),
        (makeClaim(storageClass: "std"), [], makeClass("std", mode: "WaitForFirstConsumer"), "wait WaitForFirstConsumer"),
        (
            makeClaim(storageClass: "std"), [makeVolume("a", storageClass: "std")], makeClass("std", mode: "WaitForFirstConsumer"),
            "wait WaitForFirstConsumer"
        ),
        (
            makeClaim(storageClass: "std", annotations: [VolumeMatching.selectedNode: "n"]), [],
            makeClass("std", mode: "WaitForFirstConsumer"), "provision"
        ),
        // Bound before.
        (makeClaim(annotations: done), [], nil, "lost ClaimLost"),
        (makeClaim(volume: "a", annotations: done), [], nil, "lost ClaimLost"),
        (makeClaim(volume: "a", annotations: done), [makeVolume("a", claim: ("other", "uid-of-other"))], nil, "lost ClaimMisbound"),
        (makeClaim(volume: "a", annotations: done), [makeVolume("a", claim: ("data", "uid-of-data"))], nil, "bind a"),
    ]

    @Test(arguments: cases.indices)
    func decides(index: Int) {
        let (claim, volumes, storageClass, expected) = Self.cases[index]
        let text =
            switch ClaimDecision.decide(claim, volumes: volumes, storageClass: storageClass) {
            case .wait(let notice): "wait \(notice?.reason ?? "-")"
            case .lost(let notice): "lost \(notice.reason)"
            case .bind(let volume): "bind \(volume.name)"
            case .provision: "provision"
            }
        #expect(text == expected, "case \(index)")
    }

    @Test func aWaitingPodIsNamed() {
        let decision = ClaimDecision.decide(
            makeClaim(storageClass: "std"), volumes: [], storageClass: makeClass("std", mode: "WaitForFirstConsumer"), consumer: "web-0")
        #expect(decision == .wait(.normal("WaitForPodScheduled", "waiting for pod web-0 to be scheduled")))
    }

    @Test func halvesOfABindingAreWrittenOnce() {
        let (claim, volume) = (makeClaim(), makeVolume("a"))
        let bound = VolumeBinding.volume(volume, for: claim)
        #expect(bound.spec.claimRef?.uid == claim.uid)
        #expect(bound.annotations[VolumeMatching.boundByController] == "yes")
        #expect(VolumeBinding.volume(bound, for: claim) == bound)
        let named = VolumeBinding.claim(claim, to: bound)
        #expect(named.spec.volumeName == "a" && named.isFullyBound)
        #expect(VolumeBinding.claim(named, to: bound) == named)
        #expect(VolumeBinding.unbound(bound).spec.claimRef == nil)
        // A reference that a user wrote stays, without the uid.
        let reserved = VolumeBinding.volume(makeVolume("b", claim: ("data", "")), for: claim)
        #expect(VolumeBinding.unbound(reserved).spec.claimRef?.name == "data")
        #expect(VolumeBinding.unbound(reserved).spec.claimRef?.uid == "")
    }
}

@Suite struct VolumeDecisionTests {
    @Test func phasesFollowTheClaim() {
        let claim = makeClaim(volume: "a")
        let bound = makeVolume("a", claim: ("data", "uid-of-data"))
        #expect(VolumeDecision.decide(makeVolume("a"), claim: nil) == .phase("Available"))
        #expect(VolumeDecision.decide(makeVolume("a", claim: ("data", "")), claim: nil) == .phase("Available"))
        #expect(VolumeDecision.decide(bound, claim: claim) == .phase("Bound"))
        #expect(VolumeDecision.decide(bound, claim: makeClaim()) == .settleClaim)
        #expect(VolumeDecision.decide(bound, claim: nil) == .release)
        #expect(VolumeDecision.decide(bound, claim: makeClaim(volume: "b")) == .unbind)
        let made = makeVolume(
            "a", claim: ("data", "uid-of-data"), policy: "Delete", annotations: [VolumeMatching.provisionedBy: "x"])
        #expect(VolumeDecision.decide(made, claim: makeClaim(volume: "b")) == .release)
    }

    @Test func policiesSayWhatBecomesOfReleasedVolumes() {
        func reason(_ policy: String, _ annotations: [String: String] = [:]) -> String {
            switch VolumeReclaim.decide(makeVolume("a", policy: policy, annotations: annotations)) {
            case .keep: "keep"
            case .leaveToProvisioner: "leave"
            case .fail(let notice): notice.reason
            }
        }
        #expect(reason("Retain") == "keep")
        #expect(reason("Delete") == "VolumeFailedDelete")
        #expect(reason("Delete", [VolumeMatching.provisionedBy: "x"]) == "leave")
        #expect(reason("Recycle") == "VolumeFailedRecycle")
    }
}

@Suite struct LocalVolumePlanTests {
    private func node(_ name: String, ready: Bool = true) -> Node {
        var node = Node(name: name)
        node.metadata.labels = [LocalVolumes.hostnameLabel: name]
        node.metadata.annotations = [LocalVolumes.directoryAnnotation: "/data/volumes"]
        node.status.conditions = [Condition(type: "Ready", status: .init(ready))]
        return node
    }

    @Test func aVolumeIsADirectoryOfOneNode() throws {
        let claim = makeClaim(storageClass: "std", annotations: [VolumeMatching.selectedNode: "b"])
        let chosen = try LocalVolumePlan.node(for: claim, nodes: [node("a"), node("b")], volumes: [])
        #expect(chosen.name == "b")
        let volume = try LocalVolumePlan.volume(for: claim, makeClass("std"), on: chosen)
        #expect(volume.name == "pvc-uid-of-data")
        #expect(volume.spec.local?.path == "/data/volumes/pvc-uid-of-data")
        #expect(volume.isReachable(nodeName: "b", labels: [LocalVolumes.hostnameLabel: "b"]))
        #expect(!volume.isReachable(nodeName: "a", labels: [LocalVolumes.hostnameLabel: "a"]))
        // Without a pod, the node with the fewest volumes that is ready.
        let free = makeClaim("more", storageClass: "std")
        #expect(try LocalVolumePlan.node(for: free, nodes: [node("b"), node("c", ready: false), node("d")], volumes: [volume]).name == "d")
        #expect(throws: LocalVolumePlan.Problem.self) { try LocalVolumePlan.node(for: free, nodes: [node("c", ready: false)], volumes: []) }
    }

    @Test func onlyReleasedVolumesOfOursAreDeleted() {
        let ours = [VolumeMatching.provisionedBy: LocalVolumes.provisioner]
        #expect(LocalVolumePlan.isToBeDeleted(makeVolume("a", phase: "Released", policy: "Delete", annotations: ours)))
        #expect(!LocalVolumePlan.isToBeDeleted(makeVolume("a", phase: "Bound", policy: "Delete", annotations: ours)))
        #expect(!LocalVolumePlan.isToBeDeleted(makeVolume("a", phase: "Released", policy: "Retain", annotations: ours)))
        #expect(!LocalVolumePlan.isToBeDeleted(makeVolume("a", phase: "Released", policy: "Delete")))
    }
}
