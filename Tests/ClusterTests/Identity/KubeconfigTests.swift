import Document
import PKI
import Testing

@testable import Cluster

@Suite struct KubeconfigTests {
    private let identity = Identity(certificatePEM: "CERT", privateKeyPEM: "KEY")

    private func kubeconfig(_ name: String, server: String = "https://127.0.0.1:6443") -> Cluster.Kubeconfig {
        Cluster.Kubeconfig(name: name, server: server, authorityPEM: "CA", identity: identity)
    }

    private func names(_ document: JSON, _ section: String) -> [String] { (document[section].array ?? []).map { $0["name"].string ?? "" } }

    @Test func aContextIsAddedBesideThoseOfOthers() async throws {
        try await withTemporaryDirectory { directory in
            let file = KubeconfigFile(path: directory + "/.kube/config")
            try file.merge(kubeconfig("theirs"))
            try file.merge(kubeconfig("coxswain"))
            let document = try YAML.parseOne(try #require(AtomicFile.read(file.path)))
            for section in ["clusters", "users", "contexts"] { #expect(names(document, section) == ["theirs", "coxswain"]) }
            #expect(document["current-context"] == "coxswain")
            #expect(document["users"][0]["user"]["client-key-data"] == "S0VZ")
            #expect(try permissions(of: file.path) == 0o600)
        }
    }

    @Test func aSecondMergeReplacesButKeepsTheNamespace() async throws {
        try await withTemporaryDirectory { directory in
            let file = KubeconfigFile(path: directory + "/config")
            var old = kubeconfig("coxswain")
            old.document["contexts"][0]["context"]["namespace"] = "kubia"
            try file.merge(old)
            try file.merge(kubeconfig("coxswain", server: "https://127.0.0.1:7443"))
            let document = try YAML.parseOne(try #require(AtomicFile.read(file.path)))
            #expect(names(document, "contexts") == ["coxswain"])
            #expect(document["clusters"][0]["cluster"]["server"] == "https://127.0.0.1:7443")
            #expect(document["contexts"][0]["context"]["namespace"] == "kubia")
        }
    }

    @Test func removingTakesOneClusterOutAndLeavesAnotherCurrent() async throws {
        try await withTemporaryDirectory { directory in
            let file = KubeconfigFile(path: directory + "/config")
            try file.merge(kubeconfig("theirs"))
            try file.merge(kubeconfig("coxswain"))
            try file.remove("coxswain")
            let document = try YAML.parseOne(try #require(AtomicFile.read(file.path)))
            for section in ["clusters", "users", "contexts"] { #expect(names(document, section) == ["theirs"]) }
            #expect(document["current-context"] == "theirs")
        }
    }

    @Test func aDamagedFileIsNeverOverwritten() async throws {
        try await withTemporaryDirectory { directory in
            let file = KubeconfigFile(path: directory + "/config")
            let damaged = "clusters: [unclosed\n  - :\n\t}"
            try AtomicFile.write(damaged, to: file.path)
            #expect(throws: ClusterError.self) { try file.merge(kubeconfig("coxswain")) }
            #expect(throws: ClusterError.self) { try file.remove("coxswain") }
            #expect(AtomicFile.read(file.path) == damaged)
        }
    }

    @Test func removingFromNoFileMakesNone() async throws {
        try await withTemporaryDirectory { directory in
            let file = KubeconfigFile(path: directory + "/config")
            try file.remove("coxswain")
            #expect(AtomicFile.read(file.path) == nil)
        }
    }

    @Test func theFileIsWhereKubectlLooks() {
        #expect(KubeconfigFile(environment: ["KUBECONFIG": "/a/b:/c", "HOME": "/home/x"]).path == "/a/b")
        #expect(KubeconfigFile(environment: ["HOME": "/home/x"]).path == "/home/x/.kube/config")
    }
}
