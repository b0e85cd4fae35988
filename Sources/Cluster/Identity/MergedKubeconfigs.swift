import Document
import FoundationEssentials

/// The kubeconfigs of users that `up` has put a cluster into. They hold a certificate, which ends: the server puts the next one in.
package struct MergedKubeconfigs: Sendable {
    /// More of them than this are forgotten, the oldest first.
    static let limit = 32

    let path: String

    package init(_ paths: ClusterPaths) { path = paths.kubeconfigs }

    var files: [String] { (AtomicFile.read(path) ?? "").split(separator: "\n").map(String.init) }

    /// Notes that the cluster is in a user's file.
    package func add(_ file: KubeconfigFile) throws {
        let full = URL(fileURLWithPath: file.path).standardizedFileURL.path
        let known = files.filter { $0 != full } + [full]
        try AtomicFile.write(known.suffix(Self.limit).joined(separator: "\n") + "\n", to: path)
    }

    /// Gives every file the new certificate. One from which the cluster was taken, or where another has its name by now, is left alone.
    /// - Returns: what went wrong, a file each.
    func renew(_ kubeconfig: Kubeconfig) -> [String] {
        files.compactMap { file -> String? in
            do {
                try KubeconfigFile(path: file).renew(kubeconfig)
                return nil
            } catch {
                return "\(file): \(error)"
            }
        }
    }
}

extension KubeconfigFile {
    /// Puts the credentials of `kubeconfig` in place of former ones of the same cluster and user, where they are.
    func renew(_ kubeconfig: Kubeconfig) throws {
        guard var present = try load(), present.takeCredentials(kubeconfig) else { return }
        try write(present)
    }
}

extension Kubeconfig {
    /// - Returns: whether anything changed.
    mutating func takeCredentials(_ other: Kubeconfig) -> Bool {
        func entry(_ document: JSON, _ section: String, _ name: JSON) -> (index: Int, value: JSON)? {
            (document[section].array ?? []).enumerated().first { $0.element["name"] == name }.map { ($0.offset, $0.element) }
        }
        let (cluster, user) = (other.document["clusters"][0], other.document["users"][0])
        guard let known = entry(document, "clusters", cluster["name"])?.value, let present = entry(document, "users", user["name"]),
            known["cluster", "certificate-authority-data"] == cluster["cluster", "certificate-authority-data"],
            !present.value["user", "client-certificate-data"].isNull, present.value != user
        else { return false }
        document["users"][present.index] = user
        return true
    }
}
