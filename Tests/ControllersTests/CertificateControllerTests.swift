import Client
import Document
import PKI
import Resources
import Testing

@testable import Controllers

@Suite struct CertificateControllerTests {
    private func request(_ name: String, _ organizations: [String] = ["system:nodes"]) throws -> SigningRequest {
        try SigningRequest(pem: SigningRequest.create(commonName: name, organizations: organizations).requestPEM)
    }

    @Test func onlyNodesAreApprovedByThemselves() throws {
        let node = try request("system:node:n1")
        let stranger = try request("alice", [])
        let client = CertificateSigner.nodeClient
        #expect(client.approvesItself(node, user: "system:bootstrap:abc", groups: ["system:bootstrappers"]))
        #expect(client.approvesItself(node, user: "system:node:n1", groups: ["system:nodes"]))
        #expect(!client.approvesItself(node, user: "system:node:n2", groups: ["system:nodes"]))
        #expect(!client.approvesItself(node, user: "alice", groups: []))
        #expect(!client.approvesItself(stranger, user: "alice", groups: ["system:bootstrappers"]))
        #expect(!CertificateSigner.client.approvesItself(node, user: "system:node:n1", groups: []))
        #expect(!CertificateSigner.nodeServer.approvesItself(node, user: "x", groups: ["system:bootstrappers"]))
    }

    @Test func requestsAreHeldAgainstTheirSigner() throws {
        let usages = ["client auth", "digital signature"]
        #expect(try CertificateSigner.client.problem(with: request("alice", ["dev"]), usages: usages) == nil)
        #expect(try CertificateSigner.client.problem(with: request("alice", ["system:masters"]), usages: usages) != nil)
        #expect(try CertificateSigner.client.problem(with: request("alice", []), usages: ["server auth"]) != nil)
        #expect(try CertificateSigner.nodeClient.problem(with: request("alice", []), usages: usages) != nil)
        #expect(try CertificateSigner.nodeServer.problem(with: request("system:node:n1"), usages: ["server auth", "digital signature"]) == nil)
    }

    private func add(_ cluster: TestCluster, _ name: String, signer: CertificateSigner, commonName: String, groups: [String]) throws {
        var object = CertificateSigningRequest(name: name)
        let pem = try SigningRequest.create(commonName: commonName, organizations: ["system:nodes"]).requestPEM
        object.json["spec"] = [
            "request": .string(base64(Array(pem.utf8))), "signerName": .string(signer.rawValue), "usages": ["client auth", "digital signature"],
            "username": "system:bootstrap:abcdef", "groups": JSON(groups),
        ]
        cluster.server.add(object)
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            text += (0..<4).map { $0 <= group.count ? String(alphabet[value >> (18 - 6 * $0) & 63]) : "=" }.joined()
        }
        return text
    }

    @Test func signsWhatHasBeenApproved() async throws {
        let cluster = TestCluster()
        let authority = try CertificateAuthority.create(commonName: "test")
        try add(cluster, "manual", signer: .client, commonName: "alice", groups: [])
        try await cluster.run({ [CertificateController($0, authority: authority)] }) {
            let certificate = { cluster.server.object(CertificateSigningRequest.self, name: "manual")?.status.certificate }
            try await Task.sleep(for: .milliseconds(50))
            #expect(certificate() == nil)
            var approved = try await cluster.server.get(CertificateSigningRequest.self, name: "manual")
            approved.status.conditions = [Condition(type: "Approved", status: .isTrue)]
            try await cluster.server.updateStatus(approved)
            #expect(await eventually { certificate() != nil })
        }
    }
}
