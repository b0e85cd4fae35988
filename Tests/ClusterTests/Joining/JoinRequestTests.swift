import FoundationEssentials
import PKI
import Testing

@testable import Cluster

@Suite struct JoinRequestTests {
    @Test func aGoodRequestHasNoProblems() {
        let hash = "sha256:" + String(repeating: "0a", count: 32)
        #expect(JoinRequest(server: "https://10.0.0.1:6443", token: "abcdef.0123456789abcdef", authorityHash: hash).problems.isEmpty)
        #expect(JoinRequest(server: "https://10.0.0.1:6443", token: nil, authorityHash: nil).problems.isEmpty)
    }

    @Test func everyProblemIsNamedAndTheTokenIsNotShown() {
        let problems = JoinRequest(server: "10.0.0.1:6443", token: "hunter2", authorityHash: "sha256:12").problems
        #expect(problems.map { $0.prefix { $0 != " " && $0 != ":" } } == ["--server", "--token", "--ca-hash"])
        #expect(!problems.joined().contains("hunter2"))
    }

    @Test func anAuthorityIsCheckedAgainstItsHashOrWhatIsKnown() throws {
        let ours = try CertificateAuthority.create(commonName: "coxswain-ca").certificatePEM
        let other = try CertificateAuthority.create(commonName: "coxswain-ca").certificatePEM
        let hash = try CertificateFacts(pem: ours).publicKeyHash
        #expect(hash.count == 71)
        try ClusterInfo.check(authorityPEM: ours, hash: hash.uppercased().replacing("SHA256", with: "sha256"), known: other)
        try ClusterInfo.check(authorityPEM: ours, hash: nil, known: nil)
        try ClusterInfo.check(authorityPEM: ours, hash: nil, known: ours)
        #expect(throws: ClusterError.self) { try ClusterInfo.check(authorityPEM: other, hash: hash, known: nil) }
        #expect(throws: ClusterError.self) { try ClusterInfo.check(authorityPEM: other, hash: nil, known: ours) }
    }

    @Test func anIdentityComesBackFromItsFileForTheSameNamesAlone() async throws {
        let authority = try CertificateAuthority.create(commonName: "ca")
        let identity = try authority.issue(commonName: "system:node:a", usages: [.client])
        try await withTemporaryDirectory { directory in
            let file = NodeIdentityFile(path: directory + "/a.pem", names: ["a", "10.0.0.2"])
            try file.store(identity)
            #expect(try permissions(of: file.path) == 0o600)
            let loaded = try #require(file.load())
            #expect(loaded.certificatePEM.split(separator: "\n") == identity.certificatePEM.split(separator: "\n"))
            #expect(loaded.privateKeyPEM.split(separator: "\n") == identity.privateKeyPEM.split(separator: "\n"))
            #expect(NodeIdentityFile(path: file.path, names: ["a", "10.0.0.3"]).load() == nil)
            #expect(file.load(now: Date() + 366 * 86_400) == nil)
            file.remove()
            #expect(file.load() == nil)
        }
    }

    @Test func certificatesAreRenewedAfterFourFifthsOfTheirLife() throws {
        let identity = try CertificateAuthority.create(commonName: "ca").issue(commonName: "a", usages: [.client], validity: .seconds(1000))
        let facts = try CertificateFacts(pem: identity.certificatePEM)
        #expect(abs(facts.notValidAfter.timeIntervalSince(CertificateRenewal.due(facts)) - 200) < 2)
        #expect(CertificateRenewal.retryDelay(holding: facts) < .seconds(21))
        #expect(CertificateRenewal.retryDelay(holding: nil) == CertificateRenewal.retryDelay)
    }

    @Test func settingsComeBackAndDamageIsNamed() throws {
        var configuration = ClusterConfiguration(nodeName: "a")
        (configuration.podRange, configuration.serviceRange, configuration.clusterDomain) = ("10.1.0.0/16", "10.2.0.0/16", "example.local")
        let settings = try ClusterSettings(data: ClusterSettings(configuration).data)
        var node = ClusterConfiguration(nodeName: "b")
        try settings.apply(to: &node)
        #expect(node.podRange == "10.1.0.0/16" && node.dnsAddress == "10.2.0.10" && node.clusterDomain == "example.local")
        var data = settings.data
        data["serviceRange"] = "nonsense"
        #expect { try ClusterSettings(data: data) } throws: { "\($0)".contains("serviceRange") }
        var other = settings
        other.dnsAddress = "10.2.0.53"
        #expect(throws: ClusterError.self) { try other.apply(to: &node) }
    }

    @Test func serversAreTakenApart() {
        #expect(LocalAddress.split("https://10.0.0.1:6443").map { "\($0.host) \($0.port)" } == "10.0.0.1 6443")
        #expect(LocalAddress.split("https://example.org").map { "\($0.host) \($0.port)" } == "example.org 443")
        for text in ["http://a:1", "https://", "https://a:b", "https://a:0"] { #expect(LocalAddress.split(text) == nil, "\(text)") }
        #expect(LocalAddress.towards("https://127.0.0.1:6443") == "127.0.0.1")
    }
}
