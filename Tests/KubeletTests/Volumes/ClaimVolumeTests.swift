import Document
import Resources
import Testing

@testable import Kubelet

#if canImport(Glibc)
    import Glibc
#endif

/// Volumes of claims: from the claim's name to a directory.
@Suite struct ClaimVolumeTests {
    private let pod = Fixtures.pod(spec: [
        "volumes": [["name": "data", "persistentVolumeClaim": ["claimName": "c", "readOnly": true]]],
        "securityContext": ["fsGroup": 4711],
    ])

    private func volume(_ source: JSON, claim uid: String = "uid-c", host: String? = nil) -> PersistentVolume {
        var volume = PersistentVolume(name: "pv")
        volume.json["spec"] = MergePatch.apply(["capacity": ["storage": "1Gi"], "accessModes": ["ReadWriteOnce"]], to: source)
        volume.spec.claimRef = ObjectReference(kind: "PersistentVolumeClaim", name: "c", namespace: "default", uid: uid)
        if let host {
            volume.json["spec", "nodeAffinity"] = [
                "required": ["nodeSelectorTerms": [["matchExpressions": [["key": "host", "operator": "In", "values": [.string(host)]]]]]]
            ]
        }
        return volume
    }

    private func resolve(_ claim: JSON?, _ volume: PersistentVolume? = nil, isNew: Bool = true) async throws -> PersistentVolume? {
        let api = FakeAPI()
        if let claim {
            var object = PersistentVolumeClaim(name: "c", namespace: "default")
            object.json = MergePatch.apply(claim, to: object.json)
            object.metadata.uid = "uid-c"
            api.put(object)
        }
        if let volume { api.put(volume) }
        return try await ClaimResolver(client: api, nodeName: "node-1", nodeLabels: ["host": "a"]).resolve(pod, isNew: isNew)["data"]
    }

    private func complaint(_ claim: JSON?, _ volume: PersistentVolume? = nil) async -> String {
        do {
            _ = try await resolve(claim, volume)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    private let bound: JSON = ["spec": ["volumeName": "pv"], "status": ["phase": "Bound"]]

    @Test func whatKeepsAClaimFromBeingUsedIsSaid() async throws {
        let source: JSON = ["hostPath": ["path": "/x"]]
        #expect(await complaint(nil).contains("persistentvolumeclaims \"c\" not found"))
        #expect(await complaint(["status": ["phase": "Pending"]]).hasSuffix("PVC is not bound"))
        #expect(await complaint(bound).contains("persistentvolumes \"pv\" not found"))
        #expect(await complaint(bound, volume(source, claim: "other")).contains("does not point to PVC UID uid-c"))
        #expect(
            await complaint(bound, volume(source, host: "b"))
                == "MountVolume.NodeAffinity check failed for volume \"pv\" : no matching NodeSelectorTerms")
        let leaving = MergePatch.apply(["metadata": ["deletionTimestamp": "2026-01-01T00:00:00Z"]], to: bound)
        #expect(await complaint(leaving, volume(source)).contains("is being deleted"))
        #expect(try await resolve(leaving, volume(source), isNew: false)?.name == "pv")
        #expect(try await resolve(bound, volume(source, host: "a"))?.name == "pv")
    }

    @Test func aVolumeOfTheClustersOwnIsMadeWhenItIsFirstNeeded() throws {
        let directory = "/tmp/coxswain-claims-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileSystem.removeTree(directory) }
        let configuration = KubeletConfiguration(nodeName: "n", nodeAddress: "192.0.2.1", rootDirectory: directory, version: "v1")
        let mounter = VolumeMounter(configuration: configuration)
        func prepare(_ path: String) throws -> [String: String] {
            let downward = DownwardAPI(pod: pod, podAddresses: [], nodeName: "n", nodeAddress: "", nodeMilliCPU: 0, nodeMemory: 0)
            var references = PodReferences()
            references.persistent = ["data": volume(["local": ["path": .string(path)]])]
            let projector = VolumeProjector(pod: pod, references: references, downward: downward, tokens: [:])
            return try mounter.prepare(pod, projector: projector, stamp: "1")
        }
        let path = configuration.localVolume("pv")
        let paths = try prepare(path)
        #expect(paths == ["data": path])
        var info = stat()
        #expect(stat(path, &info) == 0)
        #expect(info.st_mode & 0o777 == 0o777)
        if getuid() == 0 { #expect(info.st_gid == 4711) }
        // Anybody else's directory has to be there.
        #expect(throws: MountFailure.self) { try prepare(directory + "/elsewhere") }
        var container = Container(["name": "main", "volumeMounts": [["name": "data", "mountPath": "/data"]]])
        let mounts = try mounter.mounts(of: container, pod: pod, paths: paths, attempt: 0, environment: [])
        #expect(mounts.first { $0.containerPath == "/data" }?.readOnly == true)
        container.json["volumeMounts"] = [["name": "data", "mountPath": "/data", "readOnly": true, "recursiveReadOnly": "Enabled"]]
        #expect(throws: ConfigurationError.self) {
            try mounter.mounts(of: container, pod: pod, paths: paths, attempt: 0, environment: [])
        }
    }
}
