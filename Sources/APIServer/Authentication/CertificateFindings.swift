internal import FoundationEssentials
internal import HTTPServing

/// What was found out about a connection's certificate, kept with the connection. Each authenticator fills in its part.
struct CertificateFindings: Sendable {
    struct Holder: Sendable {
        /// Nil: the certificate proves nothing.
        var user: UserInfo?
        var notValidAfter: Date
    }
    var holder: Holder?
    /// Until when the certificate is that of a proxy; in the past when it is none.
    var proxyUntil: Date?

    static func of(_ connection: HTTPConnectionInfo) -> CertificateFindings {
        connection.attachment as? CertificateFindings ?? CertificateFindings()
    }
}
