import Testing

@testable import Cluster

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PreflightTests {
    @Test func everyProblemHasAMendAndPackagesAreNamedOnce() {
        let problems = Preflight().problems()
        #expect(problems.allSatisfy { !$0.what.isEmpty && !$0.mend.isEmpty })
        let installs = problems.map(\.mend).filter { $0.hasPrefix("apt-get install") }
        #expect(Set(installs).count == installs.count)
        #expect(problems.contains { $0.what == "not running as root" } == (geteuid() != 0))
    }

    @Test func aProblemIsShownWithItsMendBelow() {
        #expect(
            "\(Preflight.Problem(what: "missing: nft", mend: "apt-get install nftables"))" == "missing: nft\n    apt-get install nftables")
    }

    @Test func aPortInUseIsNotFree() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: Int = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                guard bind(listener, $0, length) == 0, listen(listener, 1) == 0, getsockname(listener, $0, &length) == 0 else { return -1 }
                return 0
            }
        }
        try #require(port == 0)
        #expect(!PortProbe.isFree(Int(UInt16(bigEndian: address.sin_port)), address: "127.0.0.1"))
    }
}
