import CRI
import CommandRunner
import Document
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import PKI
import Resources
import Testing

@testable import Kubelet

#if canImport(Glibc)
    import Glibc
#endif

/// Whether this machine can run a containerd of the test's own.
private let hasContainerd =
    getuid() == 0
    && ["/usr/bin/containerd", "/usr/bin/ctr", "/usr/sbin/runc", "/bin/busybox", "/usr/lib/cni/bridge"].allSatisfy(FileSystem.exists)

/// The kubelet on a real containerd: its own root, state and socket, a bridge of its own, all cleared away afterwards.
@Suite(.serialized, .enabled(if: hasContainerd), .timeLimit(.minutes(3))) struct ContainerdNodeTests {
    private func withContainerd(
        serving: Kubelet.Serving? = nil, port: Int = 0, _ body: (KubeletFixture, CRIRuntime) async throws -> Void
    ) async throws {
        let name = "cxt" + String(UInt16.random(in: 0 ... .max), radix: 36)
        let directory = "/tmp/coxswain-\(name)"
        for part in ["cni", "registries", "root", "state"] { try FileSystem.makeDirectories("\(directory)/\(part)") }
        let subnet = UInt8.random(in: 1...250)
        let network = """
            {"cniVersion":"0.4.0","name":"\(name)","plugins":[{"type":"bridge","bridge":"\(name)","isGateway":true,"ipMasq":false,\
            "ipam":{"type":"host-local","dataDir":"\(directory)/ipam","ranges":[[{"subnet":"10.99.\(subnet).0/24"}]]}},{"type":"loopback"}]}
            """
        try FileSystem.write("\(directory)/cni/10-test.conflist", Array(network.utf8))
        let configuration = ContainerdConfiguration(
            root: directory + "/root", state: directory + "/state", socket: directory + "/containerd.sock",
            cniConfigurationDirectory: directory + "/cni", registryHostsDirectory: directory + "/registries")
        try FileSystem.write(directory + "/config.toml", Array(configuration.toml.utf8))
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let child = ChildProcess(
            name: "containerd",
            command: Command("/usr/bin/containerd", configuration.arguments(configurationFile: directory + "/config.toml")),
            logPath: directory + "/containerd.log", logger: logger)
        let daemon = Task { try await child.run() }
        let result: Result<Void, any Error>
        var remains: CRIRuntime?
        do {
            while !FileSystem.exists(configuration.socket) { try await Task.sleep(for: .milliseconds(20)) }
            try await importImages(configuration.socket, directory)
            let runtime = try CRIRuntime(socketPath: configuration.socket, logger: logger)
            defer { remains = runtime }
            try await KubeletFixture.with(
                runtime: runtime, serving: serving,
                change: {
                    $0.maximumPods = 40
                    ($0.listenHost, $0.port) = ("127.0.0.1", port)
                }
            ) { try await body($0, runtime) }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // A test that failed may have left pods; containers outlive their containerd.
        for sandbox in (try? await remains?.listPodSandboxes(labels: [:])) ?? [] {
            try? await remains?.stopPodSandbox(sandbox.id)
            try? await remains?.removePodSandbox(sandbox.id)
        }
        daemon.cancel()
        _ = try? await daemon.value
        for mount in FileSystem.mounts(below: directory) { try? FileSystem.unmount(mount) }
        _ = try? await CommandRunner.run("/sbin/ip", ["link", "delete", name])
        if case .failure = result { try? FileSystem.rename(directory + "/containerd.log", "/tmp/\(name)-containerd.log") }
        try? FileSystem.removeTree(directory)
        try result.get()
    }

    private func importImages(_ socket: String, _ directory: String) async throws {
        var layer = TarArchive()
        for part in ["bin", "tmp", "etc"] { layer.appendDirectory(path: part) }
        layer.append(path: "bin/busybox", mode: 0o755, content: try FileSystem.read("/bin/busybox"))
        for tool in ["sh", "sleep", "cat", "echo", "nslookup", "env", "ls"] { layer.appendLink(path: "bin/" + tool, target: "busybox") }
        var busybox = ImageArchive(reference: "docker.io/library/busybox:1", layer: layer, entrypoint: [])
        busybox.environment = ["PATH=/bin"]
        for (name, bytes) in [("pause", PauseImage.archive()), ("busybox", busybox.bytes())] {
            let path = "\(directory)/\(name).tar"
            try FileSystem.write(path, bytes)
            let output = try await CommandRunner.run("/usr/bin/ctr", ImageArchive.importArguments(socket: socket, archive: path))
            try #require(output.succeeded, "\(output.standardError)")
        }
    }

    private func pod(_ name: String, _ script: String, extra: JSON = [:], spec: JSON = [:], policy: String = "Always") -> Pod {
        var container = extra
        container["name"] = "main"
        container["image"] = "docker.io/library/busybox:1"
        container["command"] = ["sh", "-c", .string(script)]
        var spec = spec
        if spec["terminationGracePeriodSeconds"].isNull { spec["terminationGracePeriodSeconds"] = 1 }
        return Fixtures.pod(name, containers: [container], restartPolicy: policy, spec: spec)
    }

    /// Go's servers send a PING with nearly every request, and NIO's HTTP/2 ends a connection with more than 200 of them in 30 seconds.
    @Test func connectionsSurviveManyCalls() async throws {
        try await withContainerd { _, runtime in
            for _ in 0..<200 {
                try await withThrowingDiscardingTaskGroup { group in
                    for _ in 0..<5 { group.addTask { try await runtime.updateMissingContainer() } }
                }
            }
        }
    }

    @Test func podsLiveAndDieOnContainerd() async throws {
        try await withContainerd { kubelet, runtime in
            // Runs, has an address, its own name, its volumes, and a log.
            let begun = ContinuousClock.now
            kubelet.api.put(
                pod(
                    "web", "echo hello from $(cat /etc/hostname); echo $NODE; sleep 1000",
                    extra: [
                        "env": [["name": "NODE", "valueFrom": ["fieldRef": ["fieldPath": "spec.nodeName"]]]],
                        "volumeMounts": [["name": "e", "mountPath": "/data"]],
                    ], spec: ["volumes": [["name": "e", "emptyDir": ["medium": "Memory"]]]]))
            let pod = try await kubelet.eventually("web", within: 30, "running") { $0?.status.phase == "Running" }
            print("create to running: \(ContinuousClock.now - begun)")
            #expect(pod?.status.podIP.hasPrefix("10.99.") == true)
            let id = String(try #require(pod?.status.containerStatuses.first).containerID.dropFirst("containerd://".count))
            let status = try await runtime.containerStatus(id)
            try await Task.sleep(for: .milliseconds(200))
            let log = FileSystem.readText(status.logPath) ?? ""
            #expect(log.contains("stdout F hello from web\n"), "\(log)")
            #expect(log.contains("stdout F node-1\n"))
            let echo = try await runtime.execSync(id, command: ["echo", "hi"], timeout: .seconds(5))
            #expect(String(decoding: echo.stdout, as: UTF8.self) == "hi\n")

            // A job's pod ends by itself and says how.
            kubelet.api.put(self.pod("job", "echo -n why > /dev/termination-log; exit 3", policy: "Never"))
            let failed = try await kubelet.eventually("job", within: 20, "failed") { $0?.status.phase == "Failed" }
            #expect(failed?.status.containerStatuses.first?.state.terminated?.exitCode == 3)
            #expect(failed?.status.containerStatuses.first?.state.terminated?.message == "why")

            // A crash is seen at once and the container started again.
            kubelet.api.put(self.pod("crash", "sleep 0.2; exit 1"))
            try await kubelet.eventually("crash", within: 20, "backing off") {
                $0?.status.containerStatuses.first?.state.waiting?.reason == "CrashLoopBackOff"
            }

            for name in ["web", "job", "crash"] { kubelet.api.markDeleted(name, gracePeriod: 1) }
            for name in ["web", "job", "crash"] { try await kubelet.eventually(name, within: 30, "deleted") { $0 == nil } }
            for _ in 0..<100 where try await !runtime.listPodSandboxes(labels: [:]).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
        }
    }

    @Test func aBurstOfPodsComesUpTogether() async throws {
        try await withContainerd { kubelet, runtime in
            let begun = ContinuousClock.now
            for number in 0..<20 { kubelet.api.put(pod("p\(number)", "sleep 1000")) }
            for number in 0..<20 { try await kubelet.eventually("p\(number)", within: 60, "running") { $0?.status.phase == "Running" } }
            print("20 pods: \(ContinuousClock.now - begun)")
            for number in 0..<20 { kubelet.api.markDeleted("p\(number)", gracePeriod: 1) }
            for number in 0..<20 { try await kubelet.eventually("p\(number)", within: 60, "deleted") { $0 == nil } }
            for _ in 0..<100 where try await !runtime.listPodSandboxes(labels: [:]).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    /// Everything a stream brings. The runtime ends its streams by resetting them once it has said everything.
    private func text(of stream: SPDYStream) async -> String {
        var bytes = ByteBuffer()
        while var part = try? await stream.inbound.next() { bytes.writeBuffer(&part) }
        return String(buffer: bytes)
    }

    @Test func theServerTellsLogsAndRunsCommands() async throws {
        let authority = try CertificateAuthority.create(commonName: "test-ca")
        let own = try authority.issue(commonName: "node-1", addresses: ["127.0.0.1"], usages: [.server])
        let user = try authority.issue(commonName: "kube-apiserver-kubelet-client", usages: [.client])
        let serving = Kubelet.Serving(
            tls: try ServerTLS(certificateChain: Array(own.certificatePEM.utf8), privateKey: Array(own.privateKeyPEM.utf8)),
            clientAuthority: try ClientCertificateVerifier(authorityPEM: authority.certificatePEM))
        let port = Int.random(in: 20_000...30_000)
        let tls = try ClientTLS(
            authority: Array(authority.certificatePEM.utf8), certificateChain: Array(user.certificatePEM.utf8),
            privateKey: Array(user.privateKeyPEM.utf8))
        let client = HTTPClientConnection(host: "127.0.0.1", port: port, tls: tls)
        try await withContainerd(serving: serving, port: port) { kubelet, runtime in
            kubelet.api.put(pod("web", "echo one; echo two; sleep 0.5; echo three; exit 0", policy: "Never"))
            kubelet.api.put(pod("shell", "sleep 1000"))
            try await kubelet.eventually("web", within: 30, "running") { $0?.status.containerStatuses.first?.state.running != nil }
            func get(_ path: String) async throws -> (Int, String) {
                let answer = try await client.request("GET", path)
                defer { answer.close() }
                var body = ByteBuffer()
                while var part = try await answer.body.next() { body.writeBuffer(&part) }
                return (answer.status, String(buffer: body))
            }
            // Following ends with the container.
            #expect(try await get("/containerLogs/default/web/main?follow=true") == (200, "one\ntwo\nthree\n"))
            #expect(try await get("/containerLogs/default/web/main?tailLines=1") == (200, "three\n"))
            #expect(try await get("/containerLogs/default/none/main").0 == 404)
            #expect(try await get("/healthz") == (200, "ok\n"))
            #expect(try await get("/stats/summary").1.contains("\"nodeName\":\"node-1\""))

            // A command in a container over SPDY, as the API server asks for it.
            try await kubelet.eventually("shell", within: 30, "running") { $0?.status.phase == "Running" }
            let answer = try await client.request(
                "POST", "/exec/default/shell/main?command=cat&input=1&output=1&error=1",
                headers: ["Connection": "Upgrade", "Upgrade": "SPDY/3.1", "X-Stream-Protocol-Version": "v4.channel.k8s.io"])
            #expect(answer.status == 101)
            let session = SPDYSession(connection: try #require(answer.upgraded), role: .client)
            let reader = Task { try await session.run() }
            let error = try await session.openStream(headers: [SPDYHeader("streamtype", "error")])
            let stdin = try await session.openStream(headers: [SPDYHeader("streamtype", "stdin")])
            let stdout = try await session.openStream(headers: [SPDYHeader("streamtype", "stdout")])
            _ = try await session.openStream(headers: [SPDYHeader("streamtype", "stderr")])
            try await stdin.write(ByteBuffer(string: "through and back"))
            await stdin.finish()
            #expect(await text(of: stdout) == "through and back")
            #expect(await text(of: error).contains("Success"))
            session.close()
            reader.cancel()

            for name in ["web", "shell"] { kubelet.api.markDeleted(name, gracePeriod: 1) }
            for name in ["web", "shell"] { try await kubelet.eventually(name, within: 30, "deleted") { $0 == nil } }
            for _ in 0..<100 where try await !runtime.listPodSandboxes(labels: [:]).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        }
    }
}

extension CRIRuntime {
    /// A call that is not made again when the connection breaks, and changes nothing.
    fileprivate func updateMissingContainer() async throws {
        do {
            try await updateContainerResources("missing", LinuxResources())
        } catch let error as RuntimeError where error.code == .notFound {
            return
        }
    }
}
