import Testing

@testable import Cluster

@Suite struct RemainsTests {
    @Test func mountsAreFoundDeepestFirstAndOnlyBelowTheRoots() {
        let table = """
            /dev/sda1 / ext4 rw 0 0
            tmpfs /var/lib/coxswain/kubelet/pods/1/volumes/a tmpfs rw 0 0
            overlay /run/coxswain/containerd/rootfs overlay rw 0 0
            tmpfs /var/lib/coxswain tmpfs rw 0 0
            tmpfs /var/lib/coxswain-other/kubelet tmpfs rw 0 0
            tmpfs /var/lib/coxswain/with\\040space tmpfs rw 0 0
            broken
            """
        #expect(
            MountTable.mounts(under: ["/var/lib/coxswain", "/run/coxswain"], in: table) == [
                "/var/lib/coxswain/kubelet/pods/1/volumes/a", "/run/coxswain/containerd/rootfs", "/var/lib/coxswain/with space",
                "/var/lib/coxswain",
            ])
        #expect(MountTable.mounts(under: ["/nowhere"], in: table).isEmpty)
    }
}
