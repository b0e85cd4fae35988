import CRI
import Client
import NIOCore
import NIOPosix
import Resources

/// Asks one probe's question once.
struct ProbeRunner: Sendable {
    let runtime: any ContainerRuntime
    let containerID: String
    let container: Container
    let podAddress: String

    struct Result: Sendable {
        var outcome: ProbeSchedule.Outcome
        /// What is shown to the user when it failed.
        var output: String
    }

    func run(_ probe: Probe) async -> Result {
        let timeout = Duration.seconds(max(probe.timeoutSeconds ?? 1, 1))
        do {
            if let exec = probe.exec { return await runExec(exec.command, timeout) }
            if let get = probe.httpGet {
                return await runHTTP(try HTTPAction(get, container: container, podAddress: podAddress, agent: "kube-probe/1.36"), timeout)
            }
            if let tcp = probe.tcpSocket {
                return await runTCP(tcp.host.isEmpty ? podAddress : tcp.host, try HTTPAction.port(tcp.port, container), timeout)
            }
            if let grpc = probe.grpc { return await runGRPC(grpc, timeout) }
            return Result(outcome: .failure, output: "probes of this kind are not available on this node")
        } catch {
            return Result(outcome: .failure, output: "\(error)")
        }
    }

    private func runExec(_ command: [String], _ timeout: Duration) async -> Result {
        do {
            let result = try await runtime.execSync(containerID, command: command, timeout: timeout)
            let output = String(decoding: (result.stdout + result.stderr).prefix(HTTPAction.bodyLimit), as: UTF8.self)
            return Result(outcome: result.exitCode == 0 ? .success : .failure, output: output)
        } catch let error as RuntimeError where error.code == .deadlineExceeded {
            return Result(
                outcome: .failure,
                output: "command timed out: \"\(command.joined(separator: " "))\" timed out after \(timeout.components.seconds)s")
        } catch {
            return Result(outcome: .failure, output: "\(error)")
        }
    }

    private func runHTTP(_ action: HTTPAction, _ timeout: Duration) async -> Result {
        do {
            let answer = try await action.perform(timeout: timeout)
            if (200..<400).contains(answer.status) { return Result(outcome: .success, output: answer.body) }
            return Result(outcome: .failure, output: "HTTP probe failed with statuscode: \(answer.status)")
        } catch ActionError.timedOut {
            return Result(
                outcome: .failure,
                output: "Get \"\(action.url)\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
        } catch {
            let reason = TransportReason.text(error, from: action.host, action.port)
            return Result(outcome: .failure, output: "Get \"\(action.url)\": \(reason)")
        }
    }

    private func runGRPC(_ action: GRPCAction, _ timeout: Duration) async -> Result {
        do {
            let status = try await HealthCheck.ask(address: podAddress, port: action.port, service: action.service ?? "", timeout: timeout)
            if status == .serving { return Result(outcome: .success, output: "service healthy") }
            return Result(outcome: .failure, output: "service unhealthy (responded with \"\(status.name)\")")
        } catch let error as RuntimeError where error.code == .unimplemented {
            return Result(
                outcome: .failure,
                output: "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): \(error.message)")
        } catch let error as RuntimeError where error.code == .unavailable || error.code == .deadlineExceeded {
            let limit = "within \(timeout.components.seconds)s: context deadline exceeded"
            return Result(outcome: .failure, output: "timeout: failed to connect service \"\(podAddress):\(action.port)\" \(limit)")
        } catch {
            return Result(outcome: .failure, output: "error: health rpc probe failed: \(error)")
        }
    }

    private func runTCP(_ host: String, _ port: Int, _ timeout: Duration) async -> Result {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(timeout.components.seconds)).connect(host: host, port: port).get()
            channel.close(promise: nil)
            return Result(outcome: .success, output: "")
        } catch {
            return Result(outcome: .failure, output: TransportReason.text(error, from: host, port))
        }
    }
}
