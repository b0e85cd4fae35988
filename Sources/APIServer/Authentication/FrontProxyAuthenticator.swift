package import FoundationEssentials
package import HTTPServing
package import NIOHTTP1
package import PKI

/// Believes what a proxy in front of the server says in headers, when the proxy shows a certificate of its own authority.
package struct FrontProxyAuthenticator: Sendable {
    /// The headers a proxy tells users by; the first that is there counts, of groups all.
    package struct Headers: Sendable, Hashable {
        package var users: [String]
        package var uids: [String]
        package var groups: [String]
        package var extraPrefixes: [String]

        package init(
            users: [String] = ["X-Remote-User"], uids: [String] = ["X-Remote-Uid"], groups: [String] = ["X-Remote-Group"],
            extraPrefixes: [String] = ["X-Remote-Extra-"]
        ) {
            self.users = users
            self.uids = uids
            self.groups = groups
            self.extraPrefixes = extraPrefixes
        }
    }

    private let verifier: ClientCertificateVerifier
    /// Common names of proxies; none means all that the authority signed.
    private let names: Set<String>
    private let headers: Headers
    private let now: @Sendable () -> Date

    package init(
        verifier: ClientCertificateVerifier, names: [String], headers: Headers = Headers(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.verifier = verifier
        self.names = Set(names)
        self.headers = headers
        self.now = now
    }

    package func authenticate(_ values: HTTPHeaders, _ connection: HTTPConnectionInfo) -> UserInfo? {
        guard let leaf = connection.peerCertificates.first,
            let name = headers.users.lazy.compactMap({ values.first(name: $0) }).first(where: { !$0.isEmpty }),
            isProxy(leaf, connection)
        else { return nil }
        var user = UserInfo(name: name)
        user.uid = headers.uids.lazy.compactMap { values.first(name: $0) }.first { !$0.isEmpty } ?? ""
        user.groups = headers.groups.flatMap { values[$0] }
        for prefix in headers.extraPrefixes {
            for (header, value) in values where header.count > prefix.count && header.lowercased().hasPrefix(prefix.lowercased()) {
                let key = QueryParameters.decodePath(header.lowercased().dropFirst(prefix.count).description)
                user.extra[key, default: []].append(value)
            }
        }
        return user.authenticated
    }

    private func isProxy(_ leaf: [UInt8], _ connection: HTTPConnectionInfo) -> Bool {
        var findings = CertificateFindings.of(connection)
        if let known = findings.proxyUntil { return now() <= known }
        var until = Date.distantPast
        if let subject = try? verifier.verify(der: leaf, now: now()), names.isEmpty || names.contains(subject.commonName) {
            until = subject.notValidAfter
        }
        findings.proxyUntil = until
        connection.attachment = findings
        return now() <= until
    }
}
