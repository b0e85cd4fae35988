import Testing

/// What a module may import of ours. Edges know nothing of Kubernetes; components know each other only through the API's client.
@Suite struct RingTests {
    /// Ring 0, in the order in which they may lean on each other.
    static let model = ["Document", "Resources", "Schema", "Kinds"]
    /// Ring 1: one outside thing each.
    static let edges = ["Storage", "HTTPServing", "CRI", "Netfilter", "PKI", "DNSWire", "CommandRunner"]
    /// Ring 2: what all components share, then the components.
    static let client = "Client"
    static let components = [
        "APIServer", "Controllers", "Scheduler", "Kubelet", "ServiceProxy", "ClusterDNS", "Ingress", "Kubectl", "Diagnosis", "Dashboard",
    ]
    /// Ring 3: assembly, then the command line.
    static let binary = ["Cluster", "coxswain"]

    static func allowed(_ module: String) -> Set<String>? {
        if let index = model.firstIndex(of: module) { return Set(model[..<index]) }
        if edges.contains(module) { return [] }
        if module == client { return Set(model + edges) }
        if components.contains(module) { return Set(model + edges + [client]) }
        if let index = binary.firstIndex(of: module) { return Set(model + edges + [client] + components + binary[..<index]) }
        return nil
    }

    @Test func everyModuleHasARing() throws {
        for module in try SourceTree.modules() {
            #expect(Self.allowed(module) != nil, "Sources/\(module) is in no ring; say in RingTests where it belongs")
        }
    }

    @Test func modulesImportOnlyRingsBelow() throws {
        let ours = Set(try SourceTree.modules())
        for file in try SourceTree.files(under: "Sources") {
            guard let allowed = Self.allowed(file.module) else { continue }
            for (number, line) in file.lines.enumerated() {
                let words = line.withoutComment.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword <= 2, let last = words.last else { continue }
                let name = String(last.split(separator: ".")[0])
                guard ours.contains(name), name != file.module else { continue }
                #expect(allowed.contains(name), "\(file.path):\(number + 1): \(file.module) must not import \(name)")
            }
        }
    }

    @Test func everyModuleHasTests() throws {
        let tests = try SourceTree.files(under: "Tests")
        // The command line is a thin shell over Cluster; scripts/e2e walks it.
        for module in try SourceTree.modules() where module != "coxswain" {
            let found = tests.contains { file in file.module == module + "Tests" && file.lines.contains { $0.contains("@Test") } }
            #expect(found, "Sources/\(module) has no tests in Tests/\(module)Tests")
        }
    }
}
