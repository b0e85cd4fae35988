/// How much of a request is recorded (audit.k8s.io/v1).
package enum AuditLevel: Int, Sendable, Comparable, CaseIterable {
    case none, metadata, request, requestResponse

    package static func < (a: AuditLevel, b: AuditLevel) -> Bool { a.rawValue < b.rawValue }

    package var word: String {
        switch self {
        case .none: "None"
        case .metadata: "Metadata"
        case .request: "Request"
        case .requestResponse: "RequestResponse"
        }
    }

    package init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}

/// The moments of a request at which an event may be recorded (audit.k8s.io/v1).
package enum AuditStage: String, Sendable, CaseIterable {
    /// As soon as its sender is known.
    case requestReceived = "RequestReceived"
    /// Only for what lasts: the head of the answer is out, the body goes on.
    case responseStarted = "ResponseStarted"
    case responseComplete = "ResponseComplete"
    /// Part of the API; nothing here ends a request in this way.
    case panic = "Panic"
}
