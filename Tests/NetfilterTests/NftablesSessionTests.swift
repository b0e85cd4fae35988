import Glibc
import Testing

@testable import Netfilter

/// libnftables itself, in the network namespace of a process of the test's own. Needs root.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct NftablesSessionTests {
    /// Opens a session in a fresh namespace: held by a child process, gone with it.
    private func withFreshNamespace(_ body: (NftablesSession) async throws -> Void) async throws {
        let holder = try NamespaceHolder()
        defer { holder.end() }
        let session = try await NftablesSession.open(namespace: holder.path)
        defer { session.close() }
        try await body(session)
    }

    @Test func transactionAppliesAsAWholeOrNotAtAll() async throws {
        try await withFreshNamespace { session in
            try await session.apply("add table ip coxswain-test-a\nadd set ip coxswain-test-a s { type ipv4_addr; }\n")
            await #expect(throws: PacketFilterError.self) {
                try await session.apply("add element ip coxswain-test-a s { 10.0.0.1 }\ndelete element ip coxswain-test-a s { 10.0.0.2 }\n")
            }
            let listed = String(decoding: try await session.query("list set ip coxswain-test-a s"), as: UTF8.self)
            #expect(listed.contains(#""name": "s""#))
            #expect(!listed.contains("10.0.0.1"))
        }
    }

    @Test func refusalCarriesTheLibrarysWordsShortened() async throws {
        try await withFreshNamespace { session in
            let failure = await #expect(throws: PacketFilterError.self) {
                try await session.apply("add nonsense " + String(repeating: "x", count: 5000))
            }
            guard case .refused(let words) = failure else {
                Issue.record("not a refusal: \(String(describing: failure))")
                return
            }
            #expect(words.contains("syntax error"))
            #expect(words.utf8.count <= PacketFilterError.maximumMessageBytes)
        }
    }

    @Test func sessionsSeeOnlyTheirOwnNamespace() async throws {
        try await withFreshNamespace { first in
            try await withFreshNamespace { second in
                try await first.apply("add table ip coxswain-test-one\n")
                let there = String(decoding: try await second.query("list tables"), as: UTF8.self)
                #expect(!there.contains("coxswain-test-one"))
                let here = String(decoding: try await first.query("list tables"), as: UTF8.self)
                #expect(here.contains("coxswain-test-one"))
            }
        }
    }

    @Test func removingATableTwiceIsQuiet() async throws {
        try await withFreshNamespace { session in
            try await session.apply("add table ip coxswain-test-gone\n")
            try await session.removeTable(family: "ip", name: "coxswain-test-gone")
            try await session.removeTable(family: "ip", name: "coxswain-test-gone")
            let tables = String(decoding: try await session.query("list tables"), as: UTF8.self)
            #expect(!tables.contains("coxswain-test-gone"))
        }
    }

    @Test func missingNamespaceIsAClearError() async {
        await #expect(throws: PacketFilterError.namespace(path: "/nonexistent/netns", errno: ENOENT)) {
            try await NftablesSession.open(namespace: "/nonexistent/netns")
        }
    }

    @Test func closedSessionRefuses() async throws {
        try await withFreshNamespace { session in
            session.close()
            await #expect(throws: PacketFilterError.closed) { try await session.apply("add table ip coxswain-test-late\n") }
        }
    }
}

/// A child process that holds a network namespace of its own open while the test runs.
private final class NamespaceHolder {
    private let pid: pid_t

    init() throws {
        var pid = pid_t()
        let arguments = ["unshare", "--net", "sleep", "60"]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        let code = posix_spawnp(&pid, "unshare", nil, nil, pointers, environ)
        guard code == 0 else { throw PacketFilterError.namespace(path: "unshare", errno: code) }
        self.pid = pid
        waitUntilApart()
    }

    var path: String { "/proc/\(pid)/ns/net" }

    /// `unshare` takes a moment: the child's namespace must differ from ours before a test may touch it.
    private func waitUntilApart() {
        for _ in 0..<500 {
            if let theirs = Self.link(path), theirs != Self.link("/proc/self/ns/net") { return }
            usleep(10_000)
        }
        Issue.record("the child process never got a namespace of its own")
    }

    private static func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, 256)
            return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
        }
    }

    func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}
