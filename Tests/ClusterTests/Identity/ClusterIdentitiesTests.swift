import FoundationEssentials
import PKI
import Testing

@testable import Cluster

@Suite struct ClusterIdentitiesTests {
    private func configuration(_ directory: String) -> ClusterConfiguration {
        var configuration = ClusterConfiguration(nodeName: "node-a")
        configuration.dataDirectory = directory
        return configuration
    }

    @Test func aSecondStartFindsWhatTheFirstMade() async throws {
        try await withTemporaryDirectory { directory in
            let first = try ClusterIdentities(configuration: configuration(directory))
            let second = try ClusterIdentities(configuration: configuration(directory))
            #expect(second.authority.certificatePEM == first.authority.certificatePEM)
            #expect(second.tokenSigner.privateKeyPEM == first.tokenSigner.privateKeyPEM)
            #expect(second.server == first.server)
            #expect(second.administrator == first.administrator)
            for key in ["ca.key", "sa.key", "apiserver.key", "admin.key"] {
                #expect(try permissions(of: "\(directory)/pki/\(key)") == 0o600)
            }
        }
    }

    @Test func aNewAddressOfTheServerMakesItsCertificateAnew() async throws {
        try await withTemporaryDirectory { directory in
            let first = try ClusterIdentities(configuration: configuration(directory))
            var moved = configuration(directory)
            moved.nodeAddress = "10.0.0.7"
            let second = try ClusterIdentities(configuration: moved)
            #expect(second.server != first.server)
            #expect(second.administrator == first.administrator)
            #expect(second.authority.certificatePEM == first.authority.certificatePEM)
        }
    }

    @Test func aCertificateNearItsEndIsMadeAnew() async throws {
        try await withTemporaryDirectory { directory in
            let first = try ClusterIdentities(configuration: configuration(directory))
            let ending = try first.authority.issue(
                commonName: "kubernetes-admin", organizations: ["system:masters"], usages: [.client], validity: .seconds(29 * 86_400))
            try AtomicFile.write(ending.certificatePEM, to: directory + "/pki/admin.crt")
            try AtomicFile.writeSecret(ending.privateKeyPEM, to: directory + "/pki/admin.key")
            let second = try ClusterIdentities(configuration: configuration(directory))
            #expect(second.administrator.certificatePEM != ending.certificatePEM)
            #expect(try CertificateSubject(pem: second.administrator.certificatePEM).notValidAfter > Date() + 300 * 86_400)
        }
    }

    @Test func shortLivedOnesAreMadeAnewWhenAFifthIsLeft() async throws {
        #expect(ClusterIdentities.renewBefore(.seconds(365 * 86_400)) == 30 * 86_400)
        #expect(ClusterIdentities.renewBefore(.seconds(100)) == 20)
        try await withTemporaryDirectory { directory in
            var short = configuration(directory)
            short.certificateSeconds = 100
            let first = try ClusterIdentities.load(short)
            #expect(try CertificateSubject(pem: first.administrator.certificatePEM).notValidAfter < Date() + 101)
            #expect(try ClusterIdentities.load(short).administrator == first.administrator)
            let ending = try first.authority.issue(
                commonName: "kubernetes-admin", organizations: ["system:masters"], usages: [.client], validity: .seconds(19))
            try AtomicFile.write(ending.certificatePEM, to: directory + "/pki/admin.crt")
            try AtomicFile.writeSecret(ending.privateKeyPEM, to: directory + "/pki/admin.key")
            #expect(try ClusterIdentities.load(short).administrator.certificatePEM != ending.certificatePEM)
        }
    }

    @Test func aNodeHasItsNameAndGroup() async throws {
        try await withTemporaryDirectory { directory in
            let identities = try ClusterIdentities(configuration: configuration(directory))
            let node = try identities.node(named: "node-a", address: "10.243.0.1", directory: directory + "/pki")
            let subject = try CertificateSubject(pem: node.certificatePEM)
            #expect(subject.commonName == "system:node:node-a")
            #expect(subject.organizations == ["system:nodes"])
            #expect(try identities.node(named: "node-a", address: "10.243.0.1", directory: directory + "/pki") == node)
        }
    }
}
