import Client
import Document
import FoundationEssentials
import Testing

@Suite struct KubeconfigTests {
    private let document: JSON = [
        "current-context": "home",
        "contexts": [
            ["name": "home", "context": ["cluster": "c", "user": "u", "namespace": "dev"]],
            ["name": "plugin", "context": ["cluster": "c", "user": "p"]],
            ["name": "token", "context": ["cluster": "c", "user": "t"]],
        ],
        "clusters": [["name": "c", "cluster": ["server": "https://127.0.0.1:6443", "certificate-authority-data": "Q0E="]]],
        "users": [
            ["name": "u", "user": ["client-certificate-data": "Q0VSVA==", "client-key-data": "S0VZ"]],
            ["name": "p", "user": ["exec": ["command": "aws"]]],
            ["name": "t", "user": ["tokenFile": "token"]],
        ],
    ]

    @Test func joinsClusterAndUser() throws {
        let configuration = try Kubeconfig(document).configuration()
        #expect(configuration.server == "https://127.0.0.1:6443")
        #expect(configuration.authorityPEM == "CA")
        #expect(configuration.clientCertificatePEM == "CERT")
        #expect(configuration.privateKeyPEM == "KEY")
        #expect(try Kubeconfig(document).namespace() == "dev")
        #expect(try Kubeconfig(document).namespace(context: "token") == "default")
    }

    @Test func filesAreRelativeToTheConfig() throws {
        #expect(try Kubeconfig(document, folder: "/etc/x/").configuration(context: "token").tokenFile == "/etc/x/token")
    }

    @Test(arguments: [("plugin", "signs in by a plugin"), ("nowhere", "has no context \"nowhere\"")])
    func refusals(context: String, message: String) {
        #expect {
            try Kubeconfig(document).configuration(context: context)
        } throws: {
            "\($0)".contains(message)
        }
    }

    @Test func readsYAMLFiles() throws {
        let path = FileManager.default.temporaryDirectory.path + "/kubeconfig-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(YAML.write(document).utf8).write(to: URL(filePath: path))
        #expect(try Kubeconfig(path: path).currentContext == "home")
        #expect(throws: ConfigurationError.self) { try Kubeconfig(path: path + "-missing") }
    }
}
