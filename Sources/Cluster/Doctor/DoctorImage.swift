import CRI
import CommandRunner
import FoundationEssentials
import Logging

#if canImport(Glibc)
    import Glibc
#endif

/// The image by which pulling is tried: as that of the sandboxes, but with a mark in it, so that no node has it or any part of it yet.
package struct DoctorImage: Sendable {
    /// On every node already.
    package static let local = PauseImage.reference
    static let timeout: Duration = .seconds(30)

    private let configuration: ClusterConfiguration
    private let runner: any CommandRunning
    private let tag: String
    package let name: String

    package init(_ configuration: ClusterConfiguration, tag: String, runner: any CommandRunning = CommandRunner()) {
        (self.configuration, self.tag, self.runner) = (configuration, tag, runner)
        name = "\(configuration.registry)/coxswain-doctor:\(tag)"
    }

    package func push() async throws {
        let archive = configuration.paths.run + "/doctor-\(ContainerNames.hexadecimal(digits: 8)).tar"
        defer { unlink(archive) }
        try Data(PauseImage.archive(reference: name, mark: tag)).write(to: URL(filePath: archive))
        try await runner.check(
            "skopeo", ["copy", "--quiet", "--dest-tls-verify=false", "oci-archive:" + archive, "docker://" + name], timeout: Self.timeout)
    }

    /// Takes it out of the registry, and off the nodes on this machine. Its mark makes it an image of its own there: nobody else's goes with it.
    package func remove(logger: Logger) async {
        _ = try? await runner.run(Command("skopeo", ["delete", "--tls-verify=false", "docker://" + name]), timeout: Self.timeout)
        for node in [configuration] + FurtherNode.all(of: configuration).map(\.configuration) {
            guard let runtime = try? CRIRuntime(socketPath: node.paths.containerdSocket, logger: logger) else { continue }
            let connection = Task { try? await runtime.run() }
            try? await runtime.removeImage(name)
            connection.cancel()
        }
    }
}
