import FoundationEssentials
import PKI

/// The certificates and keys of a cluster, kept under its data directory. Made on first start; leaves that come near their end
/// or no longer name every address of the server are made anew whenever they are loaded.
package struct ClusterIdentities: Sendable {
    /// A leaf with less left than a month is made anew; one that lasts for less than five, when a fifth of its life is left.
    static func renewBefore(_ validity: Duration) -> TimeInterval {
        min(30 * 86_400, TimeInterval(validity.components.seconds) / 5)
    }

    /// The common name of the proxy whose word counts for users.
    package static let proxyName = "front-proxy-client"

    package let authority: CertificateAuthority
    /// Signs the certificates of proxies in front of the API server, and nothing else.
    package let proxyAuthority: CertificateAuthority
    /// What the API server shows as a proxy, to servers of aggregated APIs.
    package let proxyClient: Identity
    package let tokenSigner: TokenSigner
    /// What the API server shows to its clients.
    package let server: Identity
    /// What the API server shows to kubelets.
    package let kubeletClient: Identity
    package let administrator: Identity
    private let validity: Duration

    /// Loads them while nobody else does: the commands of a cluster and its server may come upon an old leaf at once.
    package static func load(_ configuration: ClusterConfiguration) throws -> ClusterIdentities {
        let lock = try CommandLock.take(path: configuration.authorityDirectory + "/lock")
        defer { lock.release(forgetting: false) }
        return try ClusterIdentities(configuration: configuration)
    }

    package init(configuration: ClusterConfiguration) throws {
        let directory = configuration.paths.certificates
        let shared = configuration.authorityDirectory
        validity = .seconds(configuration.certificateSeconds)
        authority = try Self.loadAuthority(shared, file: "ca", commonName: "coxswain-ca")
        proxyAuthority = try Self.loadAuthority(shared, file: "front-proxy-ca", commonName: "coxswain-front-proxy-ca")
        proxyClient = try IdentityFiles(directory: directory, authority: proxyAuthority, validity: validity).load(
            Self.proxyName, commonName: Self.proxyName, usages: [.client])
        tokenSigner = try Self.loadTokenSigner(shared)
        let files = IdentityFiles(directory: directory, authority: authority, validity: validity)
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
        try IdentityFiles(directory: directory, authority: authority, validity: validity).load(
            "node-\(name)", commonName: "system:node:\(name)", organizations: ["system:nodes"], dnsNames: [name, "localhost"],
            addresses: ["127.0.0.1", address], usages: [.client, .server])
    }

    private static func loadAuthority(_ directory: String, file: String, commonName: String) throws -> CertificateAuthority {
        let path = "\(directory)/\(file)"
        if let certificate = AtomicFile.read(path + ".crt"), let key = AtomicFile.read(path + ".key") {
            return try CertificateAuthority(certificatePEM: certificate, privateKeyPEM: key)
        }
        let authority = try CertificateAuthority.create(commonName: commonName)
        try AtomicFile.writeSecret(authority.privateKeyPEM, to: path + ".key")
        try AtomicFile.write(authority.certificatePEM, to: path + ".crt")
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
    let validity: Duration

    func load(
        _ name: String, commonName: String, organizations: [String] = [], dnsNames: [String] = [], addresses: [String] = [],
        usages: [CertificateUsage]
    ) throws -> Identity {
        let (certificatePath, keyPath, namesPath) = ("\(directory)/\(name).crt", "\(directory)/\(name).key", "\(directory)/\(name).names")
        let names = ([commonName] + organizations + dnsNames + addresses).joined(separator: "\n")
        if AtomicFile.read(namesPath) == names, let certificate = AtomicFile.read(certificatePath), let key = AtomicFile.read(keyPath),
            let subject = try? CertificateSubject(pem: certificate),
            subject.notValidAfter > Date() + ClusterIdentities.renewBefore(validity)
        {
            return Identity(certificatePEM: certificate, privateKeyPEM: key)
        }
        let identity = try authority.issue(
            commonName: commonName, organizations: organizations, dnsNames: dnsNames, addresses: addresses, usages: usages,
            validity: validity)
        try AtomicFile.writeSecret(identity.privateKeyPEM, to: keyPath)
        try AtomicFile.write(identity.certificatePEM, to: certificatePath)
        try AtomicFile.write(names, to: namesPath)
        return identity
    }
}
