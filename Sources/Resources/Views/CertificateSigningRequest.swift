// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// certificates.k8s.io/v1 CertificateSigningRequest: asks a signer for a certificate.
package struct CertificateSigningRequest: Resource {
    package static let type = ResourceType.certificateSigningRequests
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: CertificateSigningRequestSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: CertificateSigningRequestStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The request and who made it; `request` is PEM in base 64.
package struct CertificateSigningRequestSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var request: String { get { self["request"] } set { self["request"] = newValue } }
    package var signerName: String { get { self["signerName"] } set { self["signerName"] = newValue } }
    package var expirationSeconds: Int? { get { self["expirationSeconds"] } set { self["expirationSeconds"] = newValue } }
    package var usages: [String] { get { self["usages"] } set { self["usages"] = newValue } }
    package var username: String { get { self["username"] } set { self["username"] = newValue } }
    package var uid: String { get { self["uid"] } set { self["uid"] = newValue } }
    package var groups: [String] { get { self["groups"] } set { self["groups"] = newValue } }
}

/// Approved or denied, and the certificate: PEM in base 64.
package struct CertificateSigningRequestStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var certificate: String? { get { self["certificate"] } set { self["certificate"] = newValue } }
}
