import Client
import CommandRunner
import Document
import FoundationEssentials
import Logging
import PKI
import Resources
import ServiceLifecycle
import Testing

@testable import Ingress

#if canImport(Glibc)
    import Glibc
#endif

private let canRunProxy = geteuid() == 0 && access("/usr/sbin/haproxy", X_OK) == 0

/// The controller over a server in memory, with a real proxy on a loopback address of its own and a small web server behind it.
@Suite(.enabled(if: canRunProxy), .serialized) struct IngressControllerTests {
    private let server = MemoryClient()
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func run(address: String, _ body: (ProxySettings) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path() + "coxswain-ingress-\(address)-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let settings = ProxySettings(
            address: address, port: 18080, tlsPort: 18443, directory: directory, logPath: directory + "/log", resolver: "127.0.0.1")
        let informers = InformerSet(client: server, logger: logger)
        let events = EventRecorder(client: server, component: "ingress-controller", logger: logger)
        let controller = IngressController(client: server, informers: informers, events: events, settings: settings, logger: logger)
        let services: [any ServiceLifecycle.Service] = [informers, events, controller]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.run() } }
            defer { group.cancelAll() }
            try await controller.waitUntilReady()
            try await body(settings)
        }
    }

    private func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<1000 {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private func curl(_ arguments: String...) async throws -> String {
        try await CommandRunner.run("curl", ["--noproxy", "*", "-sk", "--max-time", "3"] + arguments, timeout: .seconds(10)).standardOutput
    }

    /// Serves one text at an address until the body ends.
    private func serving(_ text: String, at address: String, _ body: () async throws -> Void) async throws {
        let script = """
            import http.server
            class H(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    t = ("\(text) " + self.path + " " + self.headers.get("X-Forwarded-Proto", "")).encode()
                    self.send_response(200); self.send_header("Content-Length", str(len(t))); self.end_headers(); self.wfile.write(t)
                def log_message(self, *a): pass
            http.server.ThreadingHTTPServer(("\(address)", 8080), H).serve_forever()
            """
        let child = ChildProcess(name: "web", command: Command("python3", ["-c", script]), logPath: "/dev/null", logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await child.run() }
            defer { group.cancelAll() }
            #expect(try await eventually { try await curl("http://\(address):8080/").hasPrefix(text) })
            try await body()
        }
    }

    @Test func anIngressIsLiveWithItsEndpointsAndCertificates() async throws {
        try await serving("web", at: "127.77.0.2") {
            try await run(address: "127.77.0.1") { settings in
                let url = "http://\(settings.address):18080"
                #expect(try await curl(url + "/") == "default backend - 404")
                let named = try await server.get(IngressClass.self, name: "coxswain")
                #expect(named.isDefault)

                _ = try await server.create(makeService("web"))
                let ingress = makeIngress(
                    "web", spec: ["tls": [["hosts": ["a.example"], "secretName": "cert"]]], rules: [("a.example", "/x", "Prefix", "web")])
                _ = try await server.create(ingress)
                #expect(
                    try await eventually {
                        try await curl("-H", "Host: a.example", "-o", "/dev/null", "-w", "%{http_code}", url + "/x") == "503"
                    })
                #expect(
                    try await eventually { server.objects(Ingress.self).first?.status.loadBalancer.ingress.first?.ip == settings.address })
                #expect(try await eventually { server.objects(Event.self).contains { $0.reason == "MissingSecret" } })

                var slice = try await server.create(makeSlice(of: "web", ["127.77.0.2"]))
                #expect(try await eventually { try await curl("-H", "Host: a.example", url + "/x/y") == "web /x/y http" })
                #expect(try await curl("-H", "Host: a.example", url + "/xy") == "default backend - 404")
                let secure = ["--resolve", "a.example:18443:\(settings.address)", "https://a.example:18443/x"]
                #expect(try await curl(secure[0], secure[1], secure[2]) == "web /x https")

                slice.json["endpoints"] = []
                slice = try await server.update(slice)
                #expect(
                    try await eventually {
                        try await curl("-H", "Host: a.example", "-o", "/dev/null", "-w", "%{http_code}", url + "/x") == "503"
                    })

                // The certificate comes, and then another takes its place without a reload.
                for number in 1...2 {
                    let name = "authority-\(number)"
                    let pair = try CertificateAuthority.create(commonName: name).issue(
                        commonName: "a.example", dnsNames: ["a.example"], usages: [.server])
                    var secret = Secret(name: "cert", namespace: "ns")
                    secret.data = [
                        "tls.crt": Data(pair.certificatePEM.utf8).base64EncodedString(),
                        "tls.key": Data(pair.privateKeyPEM.utf8).base64EncodedString(),
                    ]
                    _ = number == 1 ? try await server.create(secret) : try await server.update(secret)
                    #expect(
                        try await eventually {
                            let output = try await CommandRunner.run("curl", ["--noproxy", "*", "-skv"] + secure, timeout: .seconds(10))
                            return output.standardError.contains("issuer: CN=\(name)")
                        })
                }
                let configuration = try String(contentsOf: URL(filePath: settings.configuration), encoding: .utf8)
                #expect(configuration.contains("generation-3"), "empty, the rule, its certificate; endpoints need no reload")
            }
        }
    }
}
