import CRI
import Document
import Resources

/// A container that belongs to no pod, as `coxswain container` runs, lists and removes them.
///
/// It lives in a sandbox of its own, with an address of the pod network. A label tells it from the containers of pods, and an annotation
/// keeps what was asked for, so that nothing needs to be kept beside the runtime.
package struct PlainContainer: Sendable {
    enum Label {
        /// Its value is `true`.
        static let mark = "coxswain.io/container"
        static let name = "coxswain.io/container-name"
        static let id = "coxswain.io/container-id"
    }
    static let requestAnnotation = "coxswain.io/container-request"
    /// What a sandbox without a pod has for a namespace: no namespace of Kubernetes can have a dot in its name.
    static let sandboxNamespace = "coxswain.io"

    /// 64 hexadecimal digits of our own: the container's host name begins with them, and the runtime's id is known only later.
    package let id: String
    package let name: String
    package let request: ContainerRequest
    /// The runtime's own names for it.
    package let runtimeID: String
    let sandboxID: String
    package var status: RuntimeContainerStatus
    /// The program with its arguments, as the runtime has them.
    package var process: [String] = []
    package var environment: [String] = []
    package var workingDirectory = ""
    /// 0 when it does not run.
    package var pid = 0
    /// Empty when its network has been given back.
    package var address = ""

    package var isRunning: Bool { status.state == .running }
    package var shortID: String { String(id.prefix(12)) }

    /// Nil for the containers of pods.
    init?(_ container: RuntimeContainer) {
        guard container.labels[Label.mark] == "true", let name = container.labels[Label.name], let id = container.labels[Label.id] else {
            return nil
        }
        (self.id, self.name, runtimeID, sandboxID) = (id, name, container.id, container.sandboxID)
        request = ContainerRequest(json: container.annotations[Self.requestAnnotation].flatMap { try? JSON.parse(text: $0) } ?? [:])
        status = RuntimeContainerStatus(id: container.id, name: container.name, attempt: container.attempt, state: container.state)
        status.createdAt = container.createdAt
    }

    /// - Parameter info: the document that containerd calls `info`.
    mutating func set(_ details: RuntimeContainerStatus, info: JSON) {
        status = details
        pid = info["pid"].int ?? 0
        let process = info["runtimeSpec", "process"]
        self.process = process["args"].strings
        environment = process["env"].strings
        workingDirectory = process["cwd"].string ?? ""
    }

    /// Whether this is what a user means: the name, the id, or the beginning of the id.
    func answers(to reference: String) -> Bool {
        name == reference || "/" + name == reference || id == reference || (!reference.isEmpty && id.hasPrefix(reference))
    }

    /// The one that is meant: by name before id.
    static func find(_ reference: String, among containers: [PlainContainer]) throws -> PlainContainer {
        if let exact = containers.first(where: { $0.name == reference || "/" + $0.name == reference }) { return exact }
        let found = containers.filter { $0.answers(to: reference) }
        guard let only = found.first else { throw ClusterError("No such container: \(reference)") }
        guard found.count == 1 else { throw ClusterError("Multiple IDs found with provided prefix: \(reference)") }
        return only
    }

    var createdAt: Timestamp { request.createdAt ?? Timestamp(nanosecondsSince1970: status.createdAt) }
}
