import CRI
import Client
import Logging
import Resources

/// Where events about pods and the node go.
protocol EventSink: Sendable {
    func record(_ object: ObjectReference, warning: Bool, reason: String, message: String)
}

extension EventRecorder: EventSink {
    func record(_ object: ObjectReference, warning: Bool, reason: String, message: String) {
        record(object, warning ? .warning : .normal, reason: reason, message: message)
    }
}

/// What all parts of a kubelet share.
struct KubeletContext: Sendable {
    let configuration: KubeletConfiguration
    let client: any APIClient
    let runtime: any ContainerRuntime
    let images: ImageManager
    let events: any EventSink
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// The services whose addresses pods get as variables.
    let services: @Sendable (_ namespace: String) -> [Service]
    /// What the node offers to pods.
    let nodeMilliCPU: Int64
    let nodeMemory: Int64
    let nodeDNS: DNSSettings
    let nodeLabels: @Sendable () -> [String: String]
    /// Makes the containers and sandboxes of a pod known, so that events about them find their way.
    let register: @Sendable (_ runtimeID: String, _ podUID: String) -> Void
}

extension KubeletContext {
    func event(_ pod: Pod, warning: Bool = false, _ reason: String, _ message: String) {
        events.record(pod.reference, warning: warning, reason: reason, message: message)
    }

    func event(_ pod: Pod, container: String, warning: Bool = false, _ reason: String, _ message: String) {
        var reference = pod.reference
        let initial = pod.spec.initContainers.contains { $0.name == container }
        let ephemeral = pod.spec.ephemeralContainers.contains { $0.name == container }
        reference.fieldPath = "spec.\(initial ? "initContainers" : ephemeral ? "ephemeralContainers" : "containers"){\(container)}"
        events.record(reference, warning: warning, reason: reason, message: message)
    }
}

extension Pod {
    /// `name_namespace(uid)`, as messages name a pod.
    var longName: String { "\(name)_\(namespace)(\(uid))" }
}
