import CRI
import CommandRunner
import FoundationEssentials
import Logging
import Resources
import ServiceProxy
import Testing

@testable import Cluster

#if canImport(Glibc)
    import Glibc
#endif

/// Whether this machine can run a containerd of the test's own.
private let hasContainerd =
    getuid() == 0
    && ["/usr/bin/containerd", "/usr/bin/ctr", "/usr/bin/buildah", "/bin/busybox", "/usr/lib/cni/portmap"].allSatisfy {
        FileManager.default.fileExists(atPath: $0)
    }

/// Containers beside a cluster on a real containerd, its network and its clearing up.
@Suite(.serialized, .enabled(if: hasContainerd), .timeLimit(.minutes(3))) struct ContainerNodeTests {
    private func withStore(_ body: (ContainerStore) async throws -> Void) async throws {
        let number = Int.random(in: 100...249)
        var configuration = ClusterConfiguration(name: "t" + String(UInt16.random(in: 0 ... .max), radix: 36), nodeName: "n")
        configuration.dataDirectory = "/tmp/coxswain-container-\(configuration.name)"
        (configuration.podRange, configuration.nodeRange) = ("10.98.\(number).0/24", "10.97.\(number).0/24")
        let remains = Remains(configuration: configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let server = ContainerdServer(configuration: configuration, logger: logger)
        try FileManager.default.createDirectory(atPath: configuration.dataDirectory, withIntermediateDirectories: true)
        let daemon = Task { try await server.run() }
        let result: Result<Void, any Error>
        do {
            let range = try #require(CIDR(configuration.podRange))
            try AtomicFile.write(
                configuration.podNetwork(range).conflist, to: configuration.paths.cniConfiguration + "/10-coxswain.conflist")
            let runtime = try CRIRuntime(socketPath: configuration.paths.containerdSocket, logger: logger)
            try await server.prepare(runtime)
            try await importBusybox(configuration)
            let store = ContainerStore(configuration: configuration, runtime: runtime)
            let keeper = Task { try await ContainerKeeper(store: store, logger: logger).run() }
            defer { keeper.cancel() }
            try await body(store)
            for container in try await store.list(includesEnded: true) { try await store.remove(container, isForced: true) }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        daemon.cancel()
        _ = try? await daemon.value
        _ = try await remains.remove()
        for path in [configuration.dataDirectory, configuration.paths.run] { try? FileManager.default.removeItem(atPath: path) }
        try result.get()
    }

    private func importBusybox(_ configuration: ClusterConfiguration) async throws {
        var layer = TarArchive()
        for part in ["bin", "tmp", "etc"] { layer.appendDirectory(path: part) }
        layer.append(path: "bin/busybox", mode: 0o755, content: Array(try Data(contentsOf: URL(filePath: "/bin/busybox"))))
        for tool in ["sh", "sleep", "cat", "echo", "hostname", "httpd", "id"] { layer.appendLink(path: "bin/" + tool, target: "busybox") }
        var busybox = ImageArchive(reference: "localhost/busybox:latest", layer: layer, entrypoint: [])
        busybox.environment = ["PATH=/bin"]
        let path = configuration.dataDirectory + "/busybox.tar"
        try Data(busybox.bytes()).write(to: URL(filePath: path))
        try await CommandRunner().check("ctr", ImageArchive.importArguments(socket: configuration.paths.containerdSocket, archive: path))
    }

    private func request(_ name: String, _ script: String, _ change: (inout ContainerRequest) -> Void = { _ in }) -> ContainerRequest {
        var request = ContainerRequest(image: "busybox")
        (request.name, request.command) = (name, ["sh", "-c", script])
        change(&request)
        return request
    }

    /// What was written to output and errors, which come each in its own order.
    private func log(_ store: ContainerStore, _ container: PlainContainer) async throws -> (output: String, errors: String) {
        var log = (output: "", errors: "")
        try await store.readLog(container, follows: true) { isError, bytes in
            if isError {
                log.errors += String(decoding: bytes, as: UTF8.self)
            } else {
                log.output += String(decoding: bytes, as: UTF8.self)
            }
        }
        return log
    }

    @Test func containersRunWithTheirPortsVolumesAndLogs() async throws {
        try await withStore { store in
            // Its output, on both streams, and its exit code.
            let hello = try await store.start(
                request("hello", "echo hello; echo oops >&2; echo $A in $(hostname); exit 7") { $0.environment = ["A=b"] }
            ) { _ in }
            let written = try await log(store, hello)
            #expect(written.output == "hello\nb in \(hello.shortID)\n" && written.errors == "oops\n")
            #expect(try await store.wait(for: hello) == 7)

            // A server at a published port, with a volume; what is published twice is refused.
            let port = try #require(ProbeServer(port: 0, text: "").flatMap(\.port))
            let published = PublishedPort(hostPort: port, containerPort: 80)
            let web = try await store.start(
                request("web", "echo page > /data/index.html; exec httpd -f -p 80 -h /data") {
                    ($0.ports, $0.mounts) = ([published], [ContainerMount(source: "pages", target: "/data")])
                }
            ) { _ in }
            var outcome = NetworkProbe.Outcome.silent
            for _ in 0..<50 where outcome != .answered("page") {
                outcome = NetworkProbe.fetch(address: "127.0.0.1", port: port, host: "a").run()
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(outcome == .answered("page"))
            #expect(FileManager.default.fileExists(atPath: store.volumes + "/pages/index.html"))
            await #expect { try await store.start(request("second", "true") { $0.ports = [published] }) { _ in } } throws: {
                "\($0)" == "Bind for 127.0.0.1:\(port) failed: port is already allocated"
            }
            let found = try await store.find("web")
            #expect(found.isRunning && found.pid > 0 && found.address.hasPrefix("10.98."))
            #expect(found.process == ["sh", "-c", "echo page > /data/index.html; exec httpd -f -p 80 -h /data"])

            // Stopped, it gives its port back.
            try await store.stop(web, grace: .seconds(1))
            #expect(NetworkProbe.connect(address: "127.0.0.1", port: port).run() == .refused)
            #expect(try await store.find("web").status.exitCode != 0)
        }
    }

    @Test func whatEndsIsClearedUpAfter() async throws {
        try await withStore { store in
            let gone = try await store.start(request("gone", "sleep 0.2") { $0.isRemovedAtEnd = true }) { _ in }
            let stays = try await store.start(request("stays", "sleep 0.2")) { _ in }
            for _ in 0..<100 where try await store.list(includesEnded: true).count > 1 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await store.list(includesEnded: true).map(\.name) == ["stays"])
            #expect(!FileManager.default.fileExists(atPath: store.configuration.paths.containerLogs + "/" + gone.id))
            for _ in 0..<100 where try await store.runtime.podSandboxStatus(stays.sandboxID).ready {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await !store.runtime.podSandboxStatus(stays.sandboxID).ready)
            #expect(try await store.find("stays").status.exitCode == 0)

            await #expect(throws: RuntimeError.self) {
                var missing = ContainerRequest(image: "busybox")
                missing.command = ["no-such-program"]
                do {
                    _ = try await store.start(missing) { _ in }
                } catch let error as RuntimeError {
                    #expect(StartFailure.code(error.message) == StartFailure.notFound)
                    throw error
                }
            }
        }
    }
}
