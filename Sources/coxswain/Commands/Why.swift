import ArgumentParser
import Client
import Cluster
import Diagnosis
import Resources

struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell why an object is not as wished, and what to do about it.",
        discussion: "Exits with 0 when the object is as wished, 3 when it is not, 1 when nothing can be told.")
    static let trouble: Int32 = 3

    @OptionGroup var cluster: ClusterOptions
    @Option(name: [.customShort("n"), .customLong("namespace")], help: "The object's namespace.") var namespace = "default"
    @Argument(help: "KIND/NAME, such as pod/web; or KIND NAME.") var object: [String]

    func validate() throws { _ = try named() }

    private func named() throws -> (kind: String, name: String) {
        let parts = object.count == 1 ? object[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init) : object
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw ValidationError("name one object as KIND/NAME, such as pod/web")
        }
        return (parts[0], parts[1])
    }

    func run() async throws {
        try await reportingErrors {
            let (kind, name) = try named()
            let configuration = try cluster.existing()
            let found = try await AdministratorClient.with(configuration, logger: quietLogger()) { client in
                let found = try await Inquiry(client).why(kind, name, namespace: namespace)
                // What no document tells: whether anybody listens behind a service that looks well.
                guard found.allSatisfy(\.isHealthy), found.contains(where: { $0.subject == "service/\(name)" }),
                    let service = try await client.find(Service.self, namespace: namespace, name: name),
                    let silent = try await ServiceEndpoints(configuration: configuration, client: client).diagnose(service)
                else { return found }
                return [silent]
            }
            print(found.map(\.text).joined(), terminator: "")
            if !found.allSatisfy(\.isHealthy) { throw ExitCode(Self.trouble) }
        }
    }
}
