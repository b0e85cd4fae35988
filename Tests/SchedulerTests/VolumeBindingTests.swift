import Document
import Resources
import Testing

@testable import Scheduler

@Suite struct VolumeBindingTests {
    private static func claim(_ name: String, storageClass: String, volume: String = "", selected: String? = nil) -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim(name: name, namespace: "default")
        claim.metadata.uid = "uid-" + name
        claim.json["spec"] = [
            "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]], "storageClassName": .string(storageClass),
        ]
        claim.spec.volumeName = volume
        if !volume.isEmpty { claim.metadata.annotations[VolumeMatching.bindCompleted] = "yes" }
        if let selected { claim.metadata.annotations[VolumeMatching.selectedNode] = selected }
        claim.status.phase = volume.isEmpty ? "Pending" : "Bound"
        return claim
    }

    private static func volume(_ name: String, storageClass: String, host: String?) -> PersistentVolume {
        var volume = PersistentVolume(name: name)
        volume.json["spec"] = [
            "capacity": ["storage": "1Gi"], "accessModes": ["ReadWriteOnce"], "storageClassName": .string(storageClass),
            "local": ["path": "/x"],
        ]
        if let host {
            volume.json["spec", "nodeAffinity"] = [
                "required": [
                    "nodeSelectorTerms": [["matchExpressions": [["key": "host", "operator": "In", "values": [.string(host)]]]]]
                ]
            ]
        }
        volume.status.phase = "Available"
        return volume
    }

    private static func storageClass(_ name: String, _ provisioner: String, _ mode: String) -> StorageClass {
        var result = StorageClass(name: name)
        result.provisioner = provisioner
        result.volumeBindingMode = mode
        return result
    }

    static let listers = VolumeListers(
        claims: [
            claim("immediate", storageClass: "now"), claim("later", storageClass: "local"), claim("made", storageClass: "dynamic"),
            claim("on-b", storageClass: "local", volume: "b"), claim("nowhere", storageClass: "local", volume: "gone"),
            claim("chosen", storageClass: "dynamic", selected: "b"),
        ],
        volumes: [volume("b", storageClass: "local", host: "b"), volume("free", storageClass: "local", host: "a")],
        classes: [
            storageClass("now", "x", "Immediate"), storageClass("local", "kubernetes.io/no-provisioner", "WaitForFirstConsumer"),
            storageClass("dynamic", "coxswain.io/local", "WaitForFirstConsumer"),
        ])

    /// The claim a pod uses, and where it goes or what is said.
    static let cases: [(String, String)] = [
        ("missing", "0/2 nodes are available: persistentvolumeclaim \"missing\" not found."),
        ("immediate", "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims."),
        ("later", "a pairs free"),
        ("made", "a makes made"),
        ("on-b", "b"),
        ("nowhere", "0/2 nodes are available: 2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)."),
        ("chosen", "b makes chosen"),
    ]

    @Test(arguments: cases.indices)
    func placesByVolumes(index: Int) throws {
        let (name, expected) = Self.cases[index]
        let wanted = pod("p", spec: ["volumes": [["name": "v", "persistentVolumeClaim": ["claimName": .string(name)]]]])
        let nodes = ["a", "b"].map { NodeInfo(node($0, labels: ["host": .string($0)])) }
        switch PluginSet.standard.adding(Self.listers).place(wanted, on: nodes) {
        case .none(let refusal): #expect(refusal.message == expected)
        case .node(let name):
            let plan = try Self.listers.plan(wanted, try #require(nodes.first { $0.name == name })).get()
            let pairs = plan.pairings.map { " pairs " + $0.volume.name }.joined()
            #expect(name + pairs + plan.provisioned.map { " makes " + $0.name }.joined() == expected)
        }
    }
}
