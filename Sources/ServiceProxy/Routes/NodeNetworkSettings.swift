package import CommandRunner
package import Logging

/// Kernel settings without which pods do not reach services.
package struct NodeNetworkSettings: Sendable {
    package enum Need: Hashable, Sendable { case required, wherePresent }

    /// Name, wanted value, and whether the machine may lack it.
    package static let wanted: [(name: String, value: String, need: Need)] = [
        // Pods are reached by routing.
        ("net.ipv4.ip_forward", "1", .required),
        // A backend on the client's own bridge answers over the bridge; only with this does the answer pass the filter, which must
        // change its source back to the service's address. Absent when the kernel has no bridge netfilter.
        ("net.bridge.bridge-nf-call-iptables", "1", .wherePresent),
    ]

    private let namespace: NetworkNamespace
    private let commands: any CommandRunning
    private let logger: Logger
    private static let commandTimeout: Duration = .seconds(10)

    package init(namespace: NetworkNamespace = .own, commands: any CommandRunning, logger: Logger) {
        self.namespace = namespace
        self.commands = commands
        self.logger = logger
    }

    /// Sets what is not yet as wanted.
    package func apply() async throws {
        for setting in Self.wanted {
            if try await value(of: setting.name) == setting.value { continue }
            if setting.need == .wherePresent, try await value(of: setting.name) == nil {
                // The module may only need loading; a kernel without modules says no, and the next look decides.
                _ = try? await commands.run(Command("modprobe", ["br_netfilter"]), timeout: Self.commandTimeout)
                guard try await value(of: setting.name) != nil else {
                    logger.warning(
                        "the kernel lacks a setting; a pod may not reach itself or its neighbours through a service",
                        metadata: ["setting": "\(setting.name)"])
                    continue
                }
            }
            let command = namespace.command("sysctl", ["-q", "-w", "\(setting.name)=\(setting.value)"])
            let output = try await commands.run(command, timeout: Self.commandTimeout)
            guard output.succeeded else { throw CommandError.failed(command, output) }
        }
    }

    private func value(of name: String) async throws -> String? {
        let output = try await commands.run(namespace.command("sysctl", ["-n", name]), timeout: Self.commandTimeout)
        guard output.succeeded else { return nil }
        return output.standardOutput.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
}
