import FoundationEssentials
import PKI

/// The certificates and keys of a cluster, kept under its data directory. Made on first start; leaves that come near their end
/// or no longer name every address of the server are made anew on each start.
package struct ClusterIdentities: Sendable {
    /// A leaf with less left than this is made anew.
    static let renewBefore: TimeInterval = 30 * 86_400

    package let authority: CertificateAuthority
    package let tokenSigner: TokenSigner
    /// What the API server shows to its clients.
    package let server: Identity
    /// What the API server shows to kubelets.
    package let kubeletClient: Identity
    package let administrator: Identity

    package init(configuration: ClusterConfiguration) throws {
        let directory = configuration.paths.certificates
        authority = try Self.loadAuthority(configuration.authorityDirectory)
        tokenSigner = try Self.loadTokenSigner(configuration.authorityDirectory)
        let files = IdentityFiles(directory: directory, authority: authority)
        server = try files.load(
            "apiserver", commonName: "kube-apiserver",
            dnsNames: [
                "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                "kubernetes.default.svc.\(configuration.clusterDomain)", configuration.nodeName,
            ],
            addresses: ["127.0.0.1", configuration.apiServiceAddress, configuration.nodeAddress], usages: [.server])
        kubeletClient = try files.load(
            "apiserver-kubelet-client", commonName: "kube-apiserver-kubelet-client", organizations: ["system:masters"], usages: [.client])
        administrator = try files.load("admin", commonName: "kubernetes-admin", organizations: ["system:masters"], usages: [.client])
    }

    /// What a node shows as a client and as a server.
    package func node(named name: String, address: String, directory: String) throws -> Identity {
        try IdentityFiles(directory: directory, authority: authority).load(
            "node-\(name)", commonName: "system:node:\(name)", organizations: ["system:nodes"], dnsNames: [name, "localhost"],
            addresses: ["127.0.0.1", address], usages: [.client, .server])
    }

    private static func loadAuthority(_ directory: String) throws -> CertificateAuthority {
        if let certificate = AtomicFile.read(directory + "/ca.crt"), let key = AtomicFile.read(directory + "/ca.key") {
            return try CertificateAuthority(certificatePEM: certificate, privateKeyPEM: key)
        }
        let authority = try CertificateAuthority.create(commonName: "coxswain-ca")
        try AtomicFile.writeSecret(authority.privateKeyPEM, to: directory + "/ca.key")
        try AtomicFile.write(authority.certificatePEM, to: directory + "/ca.crt")
        return authority
    }

    private static func loadTokenSigner(_ directory: String) throws -> TokenSigner {
        if let key = AtomicFile.read(directory + "/sa.key") { return try TokenSigner(privateKeyPEM: key) }
        let signer = try TokenSigner.create()
        try AtomicFile.writeSecret(signer.privateKeyPEM, to: directory + "/sa.key")
        return signer
    }
}

/// Leaf certificates on disk: `NAME.crt`, `NAME.key`, and in `NAME.names` what the certificate was made for.
private struct IdentityFiles {
    let directory: String
    let authority: CertificateAuthority

    func load(
        _ name: String, commonName: String, organizations: [String] = [], dnsNames: [String] = [], addresses: [String] = [],
        usages: [CertificateUsage]
    ) throws -> Identity {
        let (certificatePath, keyPath, namesPath) = ("\(directory)/\(name).crt", "\(directory)/\(name).key", "\(directory)/\(name).names")
        let names = ([commonName] + organizations + dnsNames + addresses).joined(separator: "\n")
        if AtomicFile.read(namesPath) == names, let certificate = AtomicFile.read(certificatePath), let key = AtomicFile.read(keyPath),
            let subject = try? CertificateSubject(pem: certificate), subject.notValidAfter > Date() + ClusterIdentities.renewBefore
        {
            return Identity(certificatePEM: certificate, privateKeyPEM: key)
        }
        let identity = try authority.issue(
            commonName: commonName, organizations: organizations, dnsNames: dnsNames, addresses: addresses, usages: usages)
        try AtomicFile.writeSecret(identity.privateKeyPEM, to: keyPath)
        try AtomicFile.write(identity.certificatePEM, to: certificatePath)
        try AtomicFile.write(names, to: namesPath)
        return identity
    }
}
