internal import Document

/// Why an object is not as wished, as the page shows it.
package struct Explanation: Sendable, Equatable {
    package var subject: String
    package var reason: String
    package var evidence: [String]
    /// What to do; empty when there is nothing to do.
    package var fix: String
    package var isHealthy: Bool

    package init(subject: String, reason: String, evidence: [String], fix: String, isHealthy: Bool) {
        self.subject = subject
        self.reason = reason
        self.evidence = evidence
        self.fix = fix
        self.isHealthy = isHealthy
    }

    var document: JSON {
        [
            "subject": .string(subject), "reason": .string(reason), "evidence": .array(evidence.map { .string($0) }), "fix": .string(fix),
            "healthy": .bool(isHealthy),
        ]
    }
}

/// Finds out why an object is not as wished.
package typealias Explainer = @Sendable (_ kind: String, _ name: String, _ namespace: String) async throws -> [Explanation]

/// The object that is asked about, such as `{"kind": "pod", "namespace": "default", "name": "web"}`.
struct ExplainedObject: Equatable {
    var kind: String
    var name: String
    var namespace: String

    /// Nil when the text names none.
    init?(_ text: String) {
        guard let document = try? JSON.parse(text: text), let kind = document["kind"].string, !kind.isEmpty,
            let name = document["name"].string, !name.isEmpty
        else { return nil }
        self.kind = kind
        self.name = name
        namespace = document["namespace"].string ?? "default"
    }
}
