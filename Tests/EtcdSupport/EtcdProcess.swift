internal import FoundationEssentials
internal import Logging
package import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// A real etcd of a test's own on loopback, with its data in a folder that goes with it. Confined to the one test that started it, and so
/// safe to hand to its tasks, one of which at a time ends and starts it.
package final class EtcdProcess: @unchecked Sendable {
    private let port: Int
    private let folder: String
    private let arguments: [String]
    private var process: pid_t = 0

    package static let isInstalled = access("/usr/bin/etcd", X_OK) == 0
    /// Failures that a test provokes need not be told.
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    /// How many run at a time: each has a disk to write to and an election to win.
    private static let places = Places(3)

    /// - Parameter tls: flags of etcd's own about certificates; with any, it serves https.
    package static func with<T>(_ tls: [String] = [], flags: [String] = [], _ body: (EtcdProcess) async throws -> T) async throws -> T {
        try await cluster(of: 1, tls, flags: flags) { try await body($0[0]) }
    }

    /// Members that elect one of them.
    package static func cluster<T>(
        of count: Int, _ tls: [String] = [], flags: [String] = [], _ body: ([EtcdProcess]) async throws -> T
    ) async throws -> T {
        await places.take()
        var template = Array("\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/coxswain-etcd-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StorageError.io("mkdtemp failed") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let peers = try (0..<count).map { _ in try freePort() }
        let members = peers.enumerated().map { "m\($0)=http://127.0.0.1:\($1)" }.joined(separator: ",")
        let processes = try peers.enumerated().map { index, peer in
            try EtcdProcess(
                folder: "\(folder)/\(index)", name: "m\(index)", peerPort: peer, members: members, flags: tls + flags, usesTLS: !tls.isEmpty
            )
        }
        func end() async {
            for process in processes where process.process > 0 { process.kill() }
            removeTree(folder)
            await places.give()
        }
        do {
            for process in processes { try process.start() }
            let result = try await body(processes)
            await end()
            return result
        } catch {
            await end()
            throw error
        }
    }

    private init(folder: String, name: String, peerPort: Int, members: String, flags: [String], usesTLS: Bool) throws {
        self.folder = folder
        port = try Self.freePort()
        let scheme = usesTLS ? "https" : "http"
        arguments =
            [
                // The kernel ends it with the test's process, however that ends.
                "setpriv", "--pdeathsig", "KILL", "etcd", "--name", name, "--data-dir", folder, "--listen-client-urls",
                "\(scheme)://127.0.0.1:\(port)",
                "--advertise-client-urls", "\(scheme)://127.0.0.1:\(port)", "--listen-peer-urls", "http://127.0.0.1:\(peerPort)",
                "--initial-advertise-peer-urls", "http://127.0.0.1:\(peerPort)", "--initial-cluster", members,
                "--heartbeat-interval", "50", "--election-timeout", "500", "--logger", "zap", "--log-level", "error",
            ] + flags
    }

    package var address: EtcdAddress { EtcdAddress(endpoints: [endpoint]) }
    package var endpoint: EtcdAddress.Endpoint { EtcdAddress.Endpoint(host: "127.0.0.1", port: port) }

    package func open(limits: StorageLimits = StorageLimits(), compaction: Duration? = nil) async throws -> EtcdStorage {
        try await EtcdStorage.open(address, limits: limits, compaction: compaction, logger: Self.quiet)
    }

    package func start() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, folder + ".log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let argv = arguments.map { strdup($0) } + [nil]
        defer { for pointer in argv { free(pointer) } }
        let code = posix_spawnp(&process, "setpriv", &actions, nil, argv, environ)
        if code != 0 { throw StorageError.io("etcd does not start: \(code)") }
    }

    /// Forgets everything, while it does not run.
    package func wipe() { Self.removeTree(folder) }

    package func signal(_ number: Int32) { if process > 0 { Glibc.kill(process, number) } }

    package func kill() {
        signal(SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        process = 0
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        if !bound { throw StorageError.io("no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func removeTree(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}

/// Lets so many in at a time.
actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
