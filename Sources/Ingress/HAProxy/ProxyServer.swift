internal import Client
package import CommandRunner
internal import FoundationEssentials
package import Logging
internal import PKI

#if canImport(Glibc)
    import Glibc
#endif

/// HAProxy as a child of this process, brought from model to model: a changed address or certificate through its runtime socket, new
/// rules by a reload that loses no connection. Files are always written first, so that a proxy that ends and is started again
/// stands where the last one stood.
package actor ProxyServer {
    private struct Loaded {
        /// The configuration without addresses, with the list of certificates: what takes a reload to change.
        var frame: String
        var slots: ServerSlots
        /// By file.
        var certificates: [String: String]
    }

    private let settings: ProxySettings
    private let child: ChildProcess
    private let commands: any CommandRunning
    private let socket: RuntimeSocket
    private let logger: Logger
    private var slots = ServerSlots()
    private var loaded: Loaded?
    private var generation = 0
    private var process: Int32?
    private let firstLoad = Milestone()
    private let firstFiles: AsyncStream<Void>
    private let filesAreThere: AsyncStream<Void>.Continuation

    /// How long a reload may take.
    static let reloadTimeout: Duration = .seconds(10)
    static let pollingInterval: Duration = .milliseconds(10)
    /// Checking a configuration with a thousand certificates takes seconds.
    static let checkTimeout: Duration = .seconds(20)

    package init(settings: ProxySettings, commands: any CommandRunning = CommandRunner(), logger: Logger) {
        self.settings = settings
        self.commands = commands
        self.logger = logger
        socket = RuntimeSocket(path: settings.socket)
        // The master of a group of workers: SIGUSR2 makes it start new ones that take the sockets over.
        child = ChildProcess(
            name: "haproxy", command: Command("haproxy", ["-W", "-db", "-f", settings.configuration]), logPath: settings.logPath,
            logger: logger)
        (firstFiles, filesAreThere) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Runs the child from the first model on, until cancelled.
    package func run() async throws {
        for await _ in firstFiles { break }
        if Task.isCancelled { return }
        try await child.run { [weak self] pid in await self?.started(pid) }
    }

    private func started(_ pid: Int32) { process = pid }

    /// Returns once the proxy has answered with a configuration for the first time. Throws `CancellationError` when the task is cancelled.
    package nonisolated func waitUntilReady() async throws { try await firstLoad.wait() }

    /// Brings the proxy to the model. After an error the next call starts from the files.
    package func apply(_ model: ProxyModel) async throws {
        do {
            try await bring(to: model)
        } catch let error as ConfigurationRefused where model != model.withoutExpressions {
            logger.warning("the proxy refuses a regular expression; going on without any", metadata: ["error": "\(error)"])
            try await bring(to: model.withoutExpressions)
        }
    }

    private func bring(to model: ProxyModel) async throws {
        var arranged = slots
        arranged.arrange(model.backends)
        let text = ConfigurationText(settings: settings, model: model, slots: arranged)
        let frame = text.text(generation: 0, withAddresses: false) + text.certificateList
        let certificates = Dictionary(model.certificates.map { ($0.file, $0.pem) }, uniquingKeysWith: { first, _ in first })
        if let loaded, loaded.frame == frame {
            if loaded.slots == arranged, loaded.certificates == certificates { return }
            try write(text, certificates, generation: generation)
            self.loaded = nil
            try await socket.run(arranged.commands(from: loaded.slots))
            for (file, pem) in certificates.sorted(by: { $0.key < $1.key }) where loaded.certificates[file] != pem {
                try await socket.replaceCertificate(file: "\(settings.certificates)/\(file)", pem: pem)
            }
        } else {
            try write(text, certificates, generation: generation + 1, checked: true)
            try await check()
            try keep()
            loaded = nil
            generation += 1
            try await load()
            removeUnused(certificates)
        }
        slots = arranged
        loaded = Loaded(frame: frame, slots: arranged, certificates: certificates)
        firstLoad.reach()
    }

    // MARK: Loading

    struct ConfigurationRefused: Error, CustomStringConvertible {
        let description: String
    }

    private func check() async throws {
        let output = try await commands.run(Command("haproxy", ["-c", "-f", settings.configuration + ".new"]), timeout: Self.checkTimeout)
        guard output.succeeded else { throw ConfigurationRefused(description: output.standardError + output.standardOutput) }
    }

    private func load() async throws {
        if let process {
            kill(process, SIGUSR2)
        } else {
            filesAreThere.yield()
            filesAreThere.finish()
        }
        let deadline = ContinuousClock.now + Self.reloadTimeout
        while await socket.generation() != generation {
            guard ContinuousClock.now < deadline else { throw RuntimeSocket.Failure.timedOut }
            try await Task.sleep(for: Self.pollingInterval)
        }
        logger.info("ingress proxy loaded", metadata: ["generation": "\(generation)"])
    }

    // MARK: Files

    /// - Parameter checked: the configuration is put beside its place, to be looked at by the proxy first.
    private func write(_ text: ConfigurationText, _ certificates: [String: String], generation: Int, checked: Bool = false) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: settings.certificates, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: settings.directory)
        if !files.fileExists(atPath: settings.defaultCertificate) { try write(Self.defaultCertificate(), to: settings.defaultCertificate) }
        for (file, pem) in certificates where loaded?.certificates[file] != pem { try write(pem, to: "\(settings.certificates)/\(file)") }
        try write(text.certificateList, to: settings.certificateList)
        try write(text.text(generation: generation), to: settings.configuration + (checked ? ".new" : ""))
    }

    private func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) }

    private func keep() throws {
        guard rename(settings.configuration + ".new", settings.configuration) == 0 else {
            throw ConfigurationRefused(description: "\(settings.configuration) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    private func removeUnused(_ certificates: [String: String]) {
        for file in (try? FileManager.default.contentsOfDirectory(atPath: settings.certificates)) ?? []
        where certificates[file] == nil && file != "default.pem" {
            try? FileManager.default.removeItem(atPath: "\(settings.certificates)/\(file)")
        }
    }

    private static func defaultCertificate() throws -> String {
        let name = "Coxswain Ingress Controller Default Certificate"
        let identity = try CertificateAuthority.create(commonName: name)
            .issue(commonName: name, organizations: ["Coxswain"], dnsNames: ["ingress.local"], usages: [.server])
        return try KeyPair(chainPEM: identity.certificatePEM, privateKeyPEM: identity.privateKeyPEM).pem
    }
}
