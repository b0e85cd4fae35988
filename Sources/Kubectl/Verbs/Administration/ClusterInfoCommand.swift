internal import Client
internal import Document
import FoundationEssentials
internal import HTTPServing
internal import NIOCore
internal import Resources

/// `kubectl cluster-info`
enum ClusterInfoCommand {
    static let command = Command(
        "cluster-info", group: .cluster, summary: "Display cluster information",
        details: "Shows where the control plane and the services labelled kubernetes.io/cluster-service=true are reached.",
        subcommands: [dump], run: run)

    private static let dump = Command(
        "dump", summary: "Dump relevant information for debugging and diagnosis",
        details:
            "Writes objects and logs of the namespaces (by default kube-system and the present one), to files with --output-directory.",
        examples: [
            ("Everything to files", "kubectl cluster-info dump --all-namespaces --output-directory=/path/to/cluster-state"),
            ("Some namespaces", "kubectl cluster-info dump --namespaces default,kube-system"),
        ],
        flags: OutputFormat.flags + [
            .string("output-directory", nil, "", "Where to write files; empty or - writes to standard output."),
            .list("namespaces", nil, "", "The namespaces to dump."), .bool("all-namespaces", "A", "All namespaces."),
            .duration("pod-running-timeout", "20s", "Has no effect: logs are asked for once."),
        ], run: { try await ClusterDump($0).run() })

    private static func run(_ call: Invocation) async throws {
        if let unknown = call.arguments.first { throw Failure("unknown command \(unknown.goQuoted) for \"kubectl cluster-info\"") }
        let server = try call.session.connection().configuration.server
        let namespace = call.flags.given("namespace").flatMap { $0.isEmpty ? nil : $0 } ?? "kube-system"
        let list = try await call.session.client().document(
            "GET", ResourceType.services.path(namespace: namespace), query: [("labelSelector", "kubernetes.io/cluster-service=true")])
        call.console.line("Kubernetes control plane is running at \(server)")
        for service in list["items"].items {
            let name = service["metadata"]["labels"]["kubernetes.io/name"].words
            let title = name.isEmpty ? service["metadata"]["name"].words : name
            call.console.line("\(title) is running at \(link(service, server: server))")
        }
        call.console.line("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")
    }

    private static func link(_ service: JSON, server: String) -> String {
        let ports = service["spec"]["ports"].items
        if let ingress = service["status"]["loadBalancer"]["ingress"].items.first {
            let host = ingress["ip"].words.isEmpty ? ingress["hostname"].words : ingress["ip"].words
            return ports.map { "http://\(host):\($0["port"].count) " }.joined()
        }
        var name = service["metadata"]["name"].words
        if let port = ports.first {
            let isSecure = port["name"].words == "https" || port["port"].count == 443
            if isSecure {
                name = "https:\(name):\(port["name"].words)"
            } else if !port["name"].words.isEmpty {
                name += ":" + port["name"].words
            }
        }
        return "\(server)/api/v1/namespaces/\(service["metadata"]["namespace"].words)/services/\(name)/proxy"
    }
}

/// Writes down what a cluster is.
private struct ClusterDump {
    private static let kinds: [(ResourceType, String)] = [
        (.events, "events"), (.replicationControllers, "replication-controllers"), (.services, "services"), (.daemonSets, "daemonsets"),
        (.deployments, "deployments"), (.replicaSets, "replicasets"), (.pods, "pods"),
    ]

    let call: Invocation
    let printer: any ObjectPrinter
    let folder: String
    let ending: String

    init(_ call: Invocation) throws {
        self.call = call
        printer = try OutputFormat.printer(call.flags, environment: call.session.environment) ?? JSONPrinter()
        folder = call.flags.string("output-directory")
        ending = ["": ".json", "json": ".json", "yaml": ".yaml"][call.flags.string("output")] ?? ".txt"
    }

    func run() async throws {
        try await write(list(.nodes, namespace: ""), "nodes")
        for namespace in try await namespaces() {
            var pods: [JSON] = []
            for (type, name) in Self.kinds {
                let list = try await list(type, namespace: namespace)
                try write(list, namespace + "/" + name)
                if type == .pods { pods = list["items"].items }
            }
            for pod in pods { try await logs(of: pod, namespace) }
        }
        if writesFiles { call.console.line("Cluster info dumped to \(folder)") }
    }

    private var writesFiles: Bool { !folder.isEmpty && folder != "-" }

    private func namespaces() async throws -> [String] {
        if call.flags.bool("all-namespaces") {
            return try await list(.namespaces, namespace: "")["items"].items.map { $0["metadata"]["name"].words }
        }
        let named = call.flags.list("namespaces")
        return try named.isEmpty ? ["kube-system", call.session.namespace()] : named
    }

    private func list(_ type: ResourceType, namespace: String) async throws -> JSON {
        try await call.session.client().document("GET", type.path(namespace: namespace))
    }

    private func write(_ list: JSON, _ name: String) throws { try put(printer.text(list, index: 0), name + ending) }

    private func put(_ text: String, _ name: String) throws {
        guard writesFiles else { return call.console.out(text) }
        let path = PathText.join(folder, name)
        try FileManager.default.createDirectory(atPath: PathText.folder(path), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func logs(of pod: JSON, _ namespace: String) async throws {
        let name = pod["metadata"]["name"].words
        var text = ""
        for container in pod["spec"]["initContainers"].items + pod["spec"]["containers"].items {
            let place = "container \(container["name"].words) of pod \(namespace)/\(name)"
            text += "==== START logs for \(place) ====\n"
            let path = ResourceType.pods.path(namespace: namespace, name: name, subresource: "log")
            do {
                let request = APIRequest(path: path, query: [("container", container["name"].words)], accept: "text/plain, */*")
                text += String(decoding: try await call.session.client().send(request).body, as: UTF8.self)
            } catch {
                text += "Request log error: \(ErrorText.plain(error))\n"
            }
            text += "==== END logs for \(place) ====\n"
        }
        try put(text, namespace + "/" + name + "/logs.txt")
    }
}
