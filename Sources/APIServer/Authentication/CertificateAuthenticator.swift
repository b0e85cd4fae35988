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

    /// What was found out about a connection's certificate, kept with the connection.
    private struct Verified: Sendable {
        /// Nil: the certificate proves nothing.
        var user: UserInfo?
        var notValidAfter: Date
    }

    package func authenticate(_ connection: HTTPConnectionInfo) -> UserInfo? {
        guard let leaf = connection.peerCertificates.first else { return nil }
        if let known = connection.attachment as? Verified { return now() <= known.notValidAfter ? known.user : nil }
        let verified = verify(leaf)
        connection.attachment = verified
        return verified.user
    }

    private func verify(_ leaf: [UInt8]) -> Verified {
        guard let subject = try? verifier.verify(der: leaf, now: now()), !subject.commonName.isEmpty else {
            return Verified(user: nil, notValidAfter: .distantFuture)
        }
        let user = UserInfo(name: subject.commonName, groups: subject.organizations).authenticated
        return Verified(user: user, notValidAfter: subject.notValidAfter)
    }
}
