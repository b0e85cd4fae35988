import Client
import Document
import Resources
import Testing

@testable import Controllers

@Suite(.timeLimit(.minutes(1))) struct VolumeControllersTests {
    private let cluster = TestCluster()

    private func claim(_ name: String) -> PersistentVolumeClaim? {
        cluster.server.object(PersistentVolumeClaim.self, namespace: "ns", name: name)
    }
    private func volume(_ name: String) -> PersistentVolume? { cluster.server.object(PersistentVolume.self, name: name) }

    @Test func aClaimIsBoundAndItsVolumeReleased() async throws {
        cluster.server.add(makeVolume("small", phase: "Pending"))
        cluster.server.add(makeClaim())
        try await cluster.run({ [VolumeBinder($0)] }) {
            #expect(await eventually { claim("data")?.status.phase == "Bound" && volume("small")?.status.phase == "Bound" })
            #expect(claim("data")?.spec.volumeName == "small")
            #expect(claim("data")?.status.capacity["storage"] == Quantity(1 << 30))
            cluster.server.remove(.persistentVolumeClaims, namespace: "ns", name: "data")
            #expect(await eventually { volume("small")?.status.phase == "Released" })
            // Its data is the old claim's: a new one of the same name does not get it.
            var again = makeClaim()
            again.metadata.uid = "another"
            cluster.server.add(again)
            #expect(await eventually { cluster.messages("FailedBinding").count > 0 })
            #expect(claim("data")?.status.phase == "Pending")
        }
    }

    @Test func aClassMakesVolumesAndTheyGrow() async throws {
        var node = Node(name: "n")
        node.metadata.labels = [LocalVolumes.hostnameLabel: "n"]
        node.metadata.annotations = [LocalVolumes.directoryAnnotation: "/data"]
        node.status.conditions = [Condition(type: "Ready", status: .isTrue)]
        cluster.server.add(node)
        cluster.server.add(makeClass("std"))
        cluster.server.add(makeClaim(storageClass: "std"))
        try await cluster.run({ [VolumeBinder($0), LocalProvisioner($0) { _, _ in }] }) {
            #expect(await eventually { claim("data")?.status.phase == "Bound" })
            let name = claim("data")?.spec.volumeName ?? ""
            #expect(volume(name)?.spec.local?.path == "/data/\(name)")
            #expect(await eventually { cluster.messages("ProvisioningSucceeded").count == 1 })
            _ = try await cluster.server.patch(
                PersistentVolumeClaim.self, namespace: "ns", name: "data", .merge(["spec": ["resources": ["requests": ["storage": "2Gi"]]]])
            )
            #expect(await eventually { claim("data")?.status.capacity["storage"] == Quantity(2 << 30) })
            #expect(volume(name)?.spec.capacity["storage"] == Quantity(2 << 30))
        }
    }

    @Test func aClaimInUseStaysUntilItsPodIsGone() async throws {
        var pod = makePod("user", node: "n")
        pod.spec.volumes = [Volume(["name": "v", "persistentVolumeClaim": ["claimName": "data"]])]
        cluster.server.add(pod)
        var held = makeClaim()
        held.metadata.finalizers = [VolumeProtection.claimFinalizer]
        held.metadata.deletionTimestamp = Timestamp(seconds: 100)
        cluster.server.add(held)
        cluster.server.add(makeClaim("unheld"))
        try await cluster.run({ [VolumeProtection($0)] }) {
            #expect(await eventually { claim("unheld")?.metadata.finalizers == [VolumeProtection.claimFinalizer] })
            #expect(claim("data")?.metadata.finalizers == [VolumeProtection.claimFinalizer])
            cluster.server.remove(.pods, namespace: "ns", name: "user")
            #expect(await eventually { claim("data")?.metadata.finalizers.isEmpty ?? true })
        }
    }

    @Test func podsBringClaimsOfTheirOwn() async throws {
        try await cluster.run({ [EphemeralVolumeController($0)] }) {
            var pod = makePod("web")
            pod.spec.volumes = [
                Volume([
                    "name": "scratch",
                    "ephemeral": [
                        "volumeClaimTemplate": [
                            "metadata": ["labels": ["type": "scratch"]],
                            "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
                        ]
                    ],
                ])
            ]
            cluster.server.add(pod)
            #expect(await eventually { claim("web-scratch") != nil })
            #expect(claim("web-scratch")?.labels == ["type": "scratch"])
            #expect(claim("web-scratch")?.metadata.controllerOwner?.uid == pod.uid)
        }
    }
}
