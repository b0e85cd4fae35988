import FoundationEssentials
import PKI

#if canImport(Glibc)
    import Glibc
#endif

/// A certificate and its key in one file, so that they are replaced together or not at all. A first line tells what names the
/// certificate was asked for; text before a PEM block is no part of it (RFC 7468 §2).
struct NodeIdentityFile: Sendable {
    let path: String
    /// What the certificate is to be good for: the node's name and, for servers, its address.
    let names: [String]

    /// Nil when there is none, when it was made for other names, or when its time is over.
    func load(now: Date = Date()) -> Identity? {
        guard let text = AtomicFile.read(path), let identity = Self.parse(text, names: names),
            let facts = try? CertificateFacts(pem: identity.certificatePEM), facts.notValidAfter > now
        else { return nil }
        return identity
    }

    func store(_ identity: Identity) throws { try AtomicFile.writeSecret(render(identity), to: path) }

    func remove() { unlink(path) }

    func render(_ identity: Identity) -> String {
        func terminated(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
        return heading + terminated(identity.certificatePEM) + terminated(identity.privateKeyPEM)
    }

    private var heading: String { "Names: \(names.joined(separator: " "))\n" }

    static func parse(_ text: String, names: [String]) -> Identity? {
        let heading = NodeIdentityFile(path: "", names: names).heading
        guard text.hasPrefix(heading) else { return nil }
        let body = text.dropFirst(heading.count)
        guard let key = body.firstRange(of: "-----BEGIN PRIVATE KEY-----"), key.lowerBound > body.startIndex else { return nil }
        return Identity(certificatePEM: String(body[..<key.lowerBound]), privateKeyPEM: String(body[key.lowerBound...]))
    }
}
