internal import Crypto
package import FoundationEssentials
package import HTTPServing
package import PKI

/// Knows users by the client certificate of their connection: the common name is the user, the organizations are the groups.
package struct CertificateAuthenticator: Sendable {
    private let verifier: ClientCertificateVerifier
    private let now: @Sendable () -> Date

    package init(verifier: ClientCertificateVerifier, now: @escaping @Sendable () -> Date = { Date() }) {
        self.verifier = verifier
        self.now = now
    }

    package func authenticate(_ connection: HTTPConnectionInfo) -> UserInfo? {
        guard let leaf = connection.peerCertificates.first else { return nil }
        var findings = CertificateFindings.of(connection)
        if let known = findings.holder { return now() <= known.notValidAfter ? known.user : nil }
        let holder = verify(leaf)
        findings.holder = holder
        connection.attachment = findings
        return holder.user
    }

    private func verify(_ leaf: [UInt8]) -> CertificateFindings.Holder {
        guard let subject = try? verifier.verify(der: leaf, now: now()), !subject.commonName.isEmpty else {
            return .init(user: nil, notValidAfter: .distantFuture)
        }
        let digest = SHA256.hash(data: leaf).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let user = UserInfo(
            name: subject.commonName, groups: subject.organizations,
            extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=\(digest)"]]
        ).authenticated
        return .init(user: user, notValidAfter: subject.notValidAfter)
    }
}
