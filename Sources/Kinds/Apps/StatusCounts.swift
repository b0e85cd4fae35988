internal import Document
internal import Resources

/// The numbers in the status of workloads.
enum StatusCounts {
    /// - Parameters:
    ///   - keys: numbers that are never below zero.
    ///   - limited: those of them that count some of all replicas.
    ///   - readyName: how the number of ready replicas is called.
    static func validate(
        _ status: JSON, old: JSON, _ keys: [String], limited: [String] = [], readyName: String = "readyReplicas",
        _ errors: inout [FieldError]
    ) {
        let path: FieldPath = "status"
        for key in keys { SpecChecks.nonNegative(status[key], path.child(key), &errors) }
        let all = status["replicas"].int ?? 0
        for key in limited {
            let count = status[key].int ?? 0
            if count > all { errors.append(.invalid(path.child(key), count, "cannot be greater than status.replicas")) }
        }
        let limit = "cannot be greater than \(readyName)"
        if let available = status["availableReplicas"].int, limited.contains("availableReplicas"), limited.contains("readyReplicas"),
            available > status["readyReplicas"].int ?? 0
        {
            errors.append(.invalid(path.child("availableReplicas"), available, limit))
        }
        if let before = old["collisionCount"].int, status["collisionCount"].int ?? -1 < before {
            errors.append(.invalid(path.child("collisionCount"), status["collisionCount"].int ?? 0, "cannot be decremented"))
        }
    }
}
