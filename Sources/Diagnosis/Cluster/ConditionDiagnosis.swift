internal import Document
internal import Resources

/// Objects of any other kind: what their own conditions and events tell.
enum ConditionDiagnosis {
    /// Conditions that are true when all is well.
    private static let good: Set<String> = [
        "Ready", "Available", "Established", "NamesAccepted", "AbleToScale", "ScalingActive", "Accepted", "Programmed", "ResolvedRefs",
        "Synced",
    ]

    static func diagnose(_ object: AnyResource, _ world: Surroundings) -> Diagnosis {
        let kind = world.type.kind
        let subject = kind.lowercased() + "/" + object.metadata.name
        let warnings = world.events(of: kind, object.metadata.name, namespace: object.metadata.namespace)
            .filter { $0.json["type"].string == "Warning" }.prefix(3).map { "\($0.reason): \($0.message)" }
        let conditions = (object.json["status", "conditions"].array ?? []).map { Condition($0) }
        let bad = conditions.filter { good.contains($0.type) && !$0.isTrue }
        if let first = bad.first {
            return Diagnosis(
                .notReady, subject, "its condition \(first.type) is \(first.status.rawValue) (\(first.reason))",
                evidence: bad.map(\.message) + warnings)
        }
        if object.json["status", "phase"].string == "Failed" {
            return Diagnosis(.failed, subject, "it has failed", evidence: [object.json["status", "message"].string ?? ""] + warnings)
        }
        return Diagnosis(.healthy, subject, "nothing in its status tells that it is not as wished", evidence: Array(warnings))
    }
}
