/// Something that happened to a container or a sandbox.
package struct RuntimeEvent: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case started
        case exited(code: Int32)
        case outOfMemory
        /// Events may have been lost (the stream broke and is back): everything has to be looked at again.
        case resynchronize
    }
    package var kind: Kind
    /// The container or sandbox; empty for `resynchronize`.
    package var id: String
    package init(_ kind: Kind, id: String = "") { (self.kind, self.id) = (kind, id) }
}

/// What a command that was run in a container printed and how it ended.
package struct ExecResult: Sendable, Hashable {
    package var stdout: [UInt8]
    package var stderr: [UInt8]
    package var exitCode: Int32
    package init(stdout: [UInt8] = [], stderr: [UInt8] = [], exitCode: Int32) {
        (self.stdout, self.stderr, self.exitCode) = (stdout, stderr, exitCode)
    }
}

/// Which streams of a command or container a client wants.
package struct StreamOptions: Sendable, Hashable {
    package var stdin: Bool
    package var stdout: Bool
    package var stderr: Bool
    package var tty: Bool
    package init(stdin: Bool = false, stdout: Bool = true, stderr: Bool = true, tty: Bool = false) {
        (self.stdin, self.stdout, self.stderr, self.tty) = (stdin, stdout, stderr, tty)
    }
}

/// A container runtime of the node, as the Container Runtime Interface v1 describes one.
///
/// Every call throws ``RuntimeError``. Stop and remove are idempotent: what is gone already is no error.
package protocol ContainerRuntime: Sendable {
    /// Keeps the connection to the runtime until the task is cancelled; calls wait for it. Returns at once where there is none to keep.
    func run() async throws
    func version() async throws -> RuntimeVersion
    func conditions() async throws -> [RuntimeCondition]

    /// Makes and starts a sandbox with its network; answers its id.
    func runPodSandbox(_ configuration: SandboxConfiguration) async throws -> String
    /// Kills what still runs in the sandbox and gives its network back.
    func stopPodSandbox(_ id: String) async throws
    func removePodSandbox(_ id: String) async throws
    func podSandboxStatus(_ id: String) async throws -> SandboxStatus
    /// Every sandbox, or those that carry all of `labels`. Addresses are not listed.
    func listPodSandboxes(labels: [String: String]) async throws -> [SandboxStatus]

    func createContainer(_ configuration: ContainerConfiguration, sandboxID: String, sandbox: SandboxConfiguration) async throws -> String
    func startContainer(_ id: String) async throws
    /// Sends the stop signal, and SIGKILL when the container still runs after `gracePeriod`.
    func stopContainer(_ id: String, gracePeriod: Duration) async throws
    func removeContainer(_ id: String) async throws
    func listContainers(labels: [String: String]) async throws -> [RuntimeContainer]
    func containerStatus(_ id: String) async throws -> RuntimeContainerStatus
    /// The status, and what more the runtime has to tell of the container, by names of its own; `info` is containerd's JSON document with
    /// `pid` and `runtimeSpec`.
    func containerDetails(_ id: String) async throws -> (status: RuntimeContainerStatus, info: [String: String])
    func updateContainerResources(_ id: String, _ resources: LinuxResources) async throws
    /// Makes the runtime write to a new file at the container's log path, after a rotation moved the old one away.
    func reopenContainerLog(_ id: String) async throws

    /// Runs a command to its end; throws ``RuntimeError`` with code `deadlineExceeded` when it takes longer than `timeout`.
    func execSync(_ id: String, command: [String], timeout: Duration) async throws -> ExecResult
    /// A URL on the runtime's streaming server that serves one command, attachment or port forwarding by SPDY or WebSocket.
    func execURL(_ id: String, command: [String], streams: StreamOptions) async throws -> String
    func attachURL(_ id: String, streams: StreamOptions) async throws -> String
    func portForwardURL(sandboxID: String, ports: [Int32]) async throws -> String

    func containerStats() async throws -> [RuntimeContainerStats]
    /// What happens from now on. The stream ends only with the task that reads it; a broken connection is made again with back-off
    /// and tells of itself by `resynchronize`.
    func events() -> AsyncStream<RuntimeEvent>

    /// Pulls an image and answers the reference to run it by.
    func pullImage(_ image: String, credentials: RegistryCredentials?, sandbox: SandboxConfiguration?) async throws -> String
    func listImages() async throws -> [RuntimeImage]
    /// Nil when the image is not on the node.
    func imageStatus(_ image: String) async throws -> RuntimeImage?
    func removeImage(_ image: String) async throws
    func imageFilesystems() async throws -> [RuntimeFilesystemUsage]
}

extension ContainerRuntime {
    package func run() async throws {}
    package func containerDetails(_ id: String) async throws -> (status: RuntimeContainerStatus, info: [String: String]) {
        (try await containerStatus(id), [:])
    }
}

/// A runtime that refused or failed.
package struct RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The gRPC code's name as its Go implementation spells it.
    package enum Code: String, Sendable {
        case cancelled = "Canceled"
        case unknown = "Unknown"
        case invalidArgument = "InvalidArgument"
        case deadlineExceeded = "DeadlineExceeded"
        case notFound = "NotFound"
        case alreadyExists = "AlreadyExists"
        case permissionDenied = "PermissionDenied"
        case resourceExhausted = "ResourceExhausted"
        case failedPrecondition = "FailedPrecondition"
        case aborted = "Aborted"
        case outOfRange = "OutOfRange"
        case unimplemented = "Unimplemented"
        case internalError = "Internal"
        case unavailable = "Unavailable"
        case dataLoss = "DataLoss"
        case unauthenticated = "Unauthenticated"
    }
    package var code: Code
    package var message: String
    package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    /// The wording users know from pod events.
    package var description: String { "rpc error: code = \(code.rawValue) desc = \(message)" }
}
