import Document
import PKI
import Testing

@testable import Cluster

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct MergedKubeconfigsTests {
    private func kubeconfig(_ certificate: String, authority: String = "CA", name: String = "coxswain") -> Cluster.Kubeconfig {
        Cluster.Kubeconfig(
            name: name, server: "https://127.0.0.1:6443", authorityPEM: authority,
            identity: Identity(certificatePEM: certificate, privateKeyPEM: "KEY"))
    }

    private func certificate(_ file: KubeconfigFile, _ user: Int = 0) throws -> String? {
        try file.load()?.document["users"][user]["user", "client-certificate-data"].string
    }

    @Test func aUsersFileGetsTheNextCertificate() async throws {
        try await withTemporaryDirectory { directory in
            let merged = MergedKubeconfigs(ClusterPaths(name: "coxswain", dataDirectory: directory))
            let file = KubeconfigFile(path: directory + "/config")
            try file.merge(kubeconfig("THEIRS", name: "theirs"))
            try file.merge(kubeconfig("OLD"))
            chown(file.path, 1234, 1234)
            try merged.add(file)
            try merged.add(file)
            #expect(merged.files == [file.path])
            #expect(merged.renew(kubeconfig("NEW")).isEmpty)
            #expect(try certificate(file, 0) == "VEhFSVJT")
            #expect(try certificate(file, 1) == "TkVX")
            #expect(getuid() != 0 || FileOwner(of: file.path)?.user == 1234)
            #expect(try permissions(of: file.path) == 0o600)
        }
    }

    @Test func whatIsNoLongerThisClustersIsLeftAlone() async throws {
        try await withTemporaryDirectory { directory in
            let merged = MergedKubeconfigs(ClusterPaths(name: "coxswain", dataDirectory: directory))
            let (other, taken) = (KubeconfigFile(path: directory + "/other"), KubeconfigFile(path: directory + "/taken"))
            try other.merge(kubeconfig("OLD", authority: "ANOTHER"))
            try taken.merge(kubeconfig("OLD", name: "theirs"))
            for path in [other.path, taken.path, directory + "/gone"] { try merged.add(KubeconfigFile(path: path)) }
            #expect(merged.renew(kubeconfig("NEW")).isEmpty)
            #expect(try certificate(other) == "T0xE" && certificate(taken) == "T0xE")
            #expect(try KubeconfigFile(path: directory + "/gone").load() == nil)
            try AtomicFile.write("users: [unclosed", to: other.path)
            #expect(merged.renew(kubeconfig("NEW")).count == 1)
        }
    }
}
