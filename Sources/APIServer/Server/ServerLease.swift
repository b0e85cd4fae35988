internal import Client
internal import Document
internal import Resources
internal import Schema

/// The Lease in `kube-system` by which an API server tells that it is there (KEP-1965).
///
/// Its renewals also see to it that the newest revision never stays the same for long: who goes on with an expired list expects to find
/// another one than that of the pages before, and upstream's servers never stand still either.
struct ServerLease: Sendable {
    static let period = Duration.seconds(10)
    private static let durationSeconds = 3600
    private static let namespace = "kube-system"

    private let client: any APIClient
    private let name: String
    private let host: String
    private let holder: String
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - address: host and port under which clients reach the server; what tells it from others.
    ///   - uid: tells this run of the server from others.
    init(client: any APIClient, address: String, uid: String, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.now = now
        name = "apiserver-" + Self.base32(SHA256.digest(Array(address.utf8)).prefix(16))
        holder = "\(name)_\(uid)"
        host = String(address.prefix { $0 != ":" })
    }

    func renew() async throws {
        let time = JSON.string(now().microText)
        do {
            try await client.patchDocument(
                .leases, namespace: Self.namespace, name: name,
                .merge(["spec": ["holderIdentity": .string(holder), "renewTime": time]]))
        } catch let error as APIError where error.isNotFound {
            try await client.createDocument(
                [
                    "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                    "metadata": [
                        "name": .string(name),
                        "labels": ["apiserver.kubernetes.io/identity": "kube-apiserver", "kubernetes.io/hostname": .string(host)],
                    ],
                    "spec": [
                        "holderIdentity": .string(holder), "leaseDurationSeconds": .int(Int64(Self.durationSeconds)), "renewTime": time,
                    ],
                ], .leases, namespace: Self.namespace)
        }
    }

    /// RFC 4648 §6 in lower case, without padding.
    private static func base32(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var (text, bits, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> count & 31)])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[Int(bits << (5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
