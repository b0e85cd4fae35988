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
        let isMissing = message.contains("not found") || message.contains("references non-existent")
        return Diagnosis(
            isMissing ? .configMissing : .volumeFailed, "pod/" + pod.name,
            isMissing ? "one of its volumes names something that is not there" : "one of its volumes cannot be mounted",
            evidence: [message],
            fix: fix(message, pod))
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
