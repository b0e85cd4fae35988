import CommandRunner
import Document
import Resources
import Synchronization
import Testing

@testable import Kubelet

@Suite struct NetworkVolumesTests {
    /// A `mount` that ends as it is told.
    private final class Mount: CommandRunning {
        let status: Int32
        let calls = Mutex<[String]>([])
        init(status: Int32) { self.status = status }

        func run(_ command: Command, timeout: Duration) async throws -> CommandOutput {
            calls.withLock { $0.append(command.description) }
            return CommandOutput(status: status, standardError: "mount: bad option;\nsee dmesg\n")
        }
    }

    /// A pod with an NFS volume, mounted by `mount` on a machine with these kinds of file systems.
    private func mounting(_ mount: Mount, kinds: String, helper: Bool) async throws -> String {
        let directory = "/tmp/coxswain-nfs-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory, mode: 0o755)
        defer { try? FileSystem.removeTree(directory) }
        try FileSystem.write(directory + "/filesystems", Array(kinds.utf8))
        if helper { try FileSystem.write(directory + "/mount.nfs", []) }
        let configuration = KubeletConfiguration(nodeName: "n", nodeAddress: "192.0.2.1", rootDirectory: directory, version: "v1")
        let volumes = NetworkVolumes(
            mounter: VolumeMounter(configuration: configuration), commands: mount,
            support: NFSSupport(kinds: directory + "/filesystems", helper: directory + "/mount.nfs"))
        let pod = Fixtures.pod(spec: ["volumes": [["name": "v", "nfs": ["server": "192.0.2.9", "path": "/srv", "readOnly": true]]]])
        do {
            try await volumes.mount(pod, [:])
            return ""
        } catch let failure as MountFailure {
            return failure.reason.replacing(directory, with: "DIR")
        }
    }

    @Test func theSystemsMountDoesIt() async throws {
        let mount = Mount(status: 0)
        #expect(try await mounting(mount, kinds: "nodev\tnfs4\n\text4\n", helper: true).isEmpty)
        let call = try #require(mount.calls.withLock { $0.first })
        #expect(call.hasPrefix("/bin/mount -t nfs -o ro 192.0.2.9:/srv /tmp/") && call.hasSuffix("/volumes/kubernetes.io~nfs/v"))
    }

    @Test func whatTheMachineLacksIsSaid() async throws {
        let whole = try await mounting(Mount(status: 32), kinds: "nodev\tnfs\n", helper: true)
        #expect(whole.hasPrefix("mount failed: exit status 32 ") && whole.hasSuffix("Output: mount: bad option; see dmesg"))
        let kernel = try await mounting(Mount(status: 32), kinds: "nodev\tnfsd\n\text4\n", helper: true)
        #expect(kernel.contains("see dmesg. This node's kernel has no NFS client: load it by 'modprobe nfs'"))
        let helper = try await mounting(Mount(status: 32), kinds: "nodev\tnfs4\n", helper: false)
        #expect(helper.contains("The helper DIR/mount.nfs is missing on this node: install the package nfs-common"))
        #expect(!helper.contains("kernel"))
        let both = try await mounting(Mount(status: 32), kinds: "", helper: false)
        #expect(both.contains("nfs-common") && both.contains("modprobe"))
    }
}
