internal import Document
internal import Resources

/// Pods that name ConfigMaps, Secrets, keys or claims that are not there.
enum ConfigReferenceDiagnosis {
    /// `configmap "a" not found`, `secret "a" not found`, `couldn't find key k in ConfigMap ns/a`.
    static func diagnose(_ pod: Pod, _ container: Container, _ message: String, _ world: Surroundings) -> Diagnosis {
        Diagnosis(
            .configMissing, "pod/" + pod.name, "container \(container.name) names something that is not there", evidence: [message],
            fix: fix(message, pod))
    }

    static func mount(_ pod: Pod, _ message: String, _ world: Surroundings) -> Diagnosis {
        if let found = device(pod, message) { return found }
        let isMissing = message.contains("not found") || message.contains("references non-existent")
        return Diagnosis(
            isMissing ? .configMissing : .volumeFailed, "pod/" + pod.name,
            isMissing ? "one of its volumes names something that is not there" : "one of its volumes cannot be mounted",
            evidence: [message],
            fix: fix(message, pod))
    }

    /// Block devices, and drivers of volumes.
    private static func device(_ pod: Pod, _ message: String) -> Diagnosis? {
        func answer(_ text: String, _ fix: String) -> Diagnosis {
            Diagnosis(.volumeFailed, "pod/" + pod.name, text, evidence: [message], fix: fix)
        }
        if message.contains("registered CSI drivers") {
            return answer(
                "one of its volumes needs a CSI driver, and the node has none",
                "use a claim of the default class, or a local, nfs or hostPath volume")
        }
        if message.contains("MapVolume.") {
            return answer(
                "one of its volumes is to be a block device, and the node \(pod.spec.nodeName) has none at that path",
                "correct spec.local.path of the volume, or make the device there (losetup makes one of a file)")
        }
        if message.contains("has volumeMode ") {
            return answer(
                "one of its volumes is used as what it is not",
                message.contains("Block")
                    ? "name it in volumeDevices" : "name it in volumeMounts, or make the claim anew with volumeMode: Block")
        }
        return nil
    }

    private static func fix(_ message: String, _ pod: Pod) -> String {
        let lower = message.lowercased()
        let name = quoted(message)
        if lower.contains("find key") || lower.contains("non-existent") { return "add the key, or mark the reference optional: true" }
        if lower.contains("configmap"), let name { return "kubectl -n \(pod.namespace) create configmap \(name) …" }
        if lower.contains("secret"), let name { return "kubectl -n \(pod.namespace) create secret generic \(name) …" }
        if lower.contains("persistentvolumeclaim"), let name { return "create the PersistentVolumeClaim \(name) in \(pod.namespace)" }
        if lower.contains("runasnonroot") { return "set runAsUser to a user other than 0, or build the image with one" }
        return ""
    }

    /// The name before `not found`, or else the last word in quotes.
    static func quoted(_ message: String) -> String? {
        let parts = message.replacing("\\\"", with: "\"").split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        for index in stride(from: 1, to: parts.count - 1, by: 2) where parts[index + 1].hasPrefix(" not found") {
            return String(parts[index])
        }
        return String(parts[parts.count % 2 == 1 ? parts.count - 2 : parts.count - 3])
    }
}
