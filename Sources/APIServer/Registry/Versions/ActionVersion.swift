internal import Document
internal import Resources

/// What is posted to an action in an earlier version of its kind: actions know today's alone.
struct ActionVersion {
    private let kind: GroupVersionKind

    init(_ kind: GroupVersionKind) { self.kind = kind }

    private var isEarlier: Bool { kind.version != "v1" }
    /// authorization.k8s.io/v1beta1 calls the groups of a user `group`.
    private var namesGroup: Bool { isEarlier && kind.group == "authorization.k8s.io" && kind.kind.hasSuffix("SubjectAccessReview") }

    func today(_ object: JSON) -> JSON {
        guard isEarlier else { return object }
        var object = object
        object["apiVersion"] = .string(kind.group + "/v1")
        if namesGroup { object["spec"].rename("group", "groups") }
        return object
    }

    func asked(_ answer: JSON) -> JSON {
        guard isEarlier, answer["kind"].string == kind.kind else { return answer }
        var answer = answer
        answer["apiVersion"] = .string(kind.apiVersion)
        if namesGroup { answer["spec"].rename("groups", "group") }
        return answer
    }
}
