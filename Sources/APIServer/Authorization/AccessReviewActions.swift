package import Document
package import Resources

/// The reviews of authorization.k8s.io/v1: may this user do that?
package enum AccessReviewActions {
    package static func all(authorizer: any RequestAuthorizer, rbac: RBACAuthorizer) -> [any ActionHandler] {
        [
            AccessReview(resource: "subjectaccessreviews", subject: .named, authorizer: authorizer),
            AccessReview(resource: "localsubjectaccessreviews", subject: .namedInNamespace, authorizer: authorizer),
            AccessReview(resource: "selfsubjectaccessreviews", subject: .sender, authorizer: authorizer), SelfRulesReview(rbac: rbac),
        ]
    }
}

/// SubjectAccessReview, LocalSubjectAccessReview and SelfSubjectAccessReview differ in whom they ask about.
package struct AccessReview: ActionHandler {
    package enum Subject: Sendable { case named, namedInNamespace, sender }

    package let group = "authorization.k8s.io"
    package let resource: String
    package let subresource = ""
    let subject: Subject
    let authorizer: any RequestAuthorizer

    package func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        (201, try review(object, sender: call.user, namespace: call.namespace))
    }

    package func review(_ object: JSON, sender: UserInfo, namespace: String) throws(APIError) -> JSON {
        let spec = object["spec"]
        let errors = validate(spec)
        let kind = object["kind"].string ?? ""
        if !errors.isEmpty { throw .invalid(QualifiedName(group: group, name: kind), "", errors) }
        if case .namedInNamespace = subject {
            let given = spec["resourceAttributes"]["namespace"].string ?? ""
            guard given == namespace else { throw .badRequest("spec.resourceAttributes.namespace must match namespace: \(namespace)") }
        }
        let user = if case .sender = subject { sender } else { Self.user(spec) }
        var answer = object
        switch authorizer.authorize(user, Self.attributes(spec)) {
        case .allow: answer["status"] = ["allowed": true]
        case .deny(let reason): answer["status"] = ["allowed": false, "reason": reason.isEmpty ? .null : .string(reason)]
        }
        return answer
    }

    private func validate(_ spec: JSON) -> [FieldError] {
        let path = FieldPath("spec")
        var errors: [FieldError] = []
        let (resource, other) = (spec["resourceAttributes"], spec["nonResourceAttributes"])
        if !resource.isNull, !other.isNull {
            errors.append(
                .invalid(path.child("nonResourceAttributes"), other, "cannot be specified in combination with resourceAttributes"))
        }
        if resource.isNull, other.isNull {
            errors.append(
                .invalid(
                    path.child("resourceAttributes"), resource,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"))
        }
        if subject != .sender, (spec["user"].string ?? "").isEmpty, spec["groups"].strings.isEmpty {
            errors.append(.invalid(path.child("user"), "", "at least one of user or group must be specified"))
        }
        return errors
    }

    private static func user(_ spec: JSON) -> UserInfo {
        var extra: [String: [String]] = [:]
        for (key, values) in spec["extra"].object ?? JSONObject() { extra[key] = values.strings }
        return UserInfo(name: spec["user"].string ?? "", uid: spec["uid"].string ?? "", groups: spec["groups"].strings, extra: extra)
    }

    private static func attributes(_ spec: JSON) -> RequestAttributes {
        let resource = spec["resourceAttributes"]
        func text(_ key: String) -> String { resource[key].string ?? "" }
        if resource.isNull {
            let other = spec["nonResourceAttributes"]
            return .nonResource(verb: other["verb"].string ?? "", path: other["path"].string ?? "")
        }
        return RequestAttributes(
            verb: text("verb"), apiGroup: text("group"), apiVersion: text("version"), resource: text("resource"),
            subresource: text("subresource"), namespace: text("namespace"), name: text("name"))
    }
}

/// SelfSubjectRulesReview: all that the sender may do in a namespace (`kubectl auth can-i --list`).
package struct SelfRulesReview: ActionHandler {
    package let group = "authorization.k8s.io"
    package let resource = "selfsubjectrulesreviews"
    package let subresource = ""
    let rbac: RBACAuthorizer

    package func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        (201, try review(object, sender: call.user))
    }

    package func review(_ object: JSON, sender: UserInfo) throws(APIError) -> JSON {
        guard let namespace = object["spec"]["namespace"].string, !namespace.isEmpty else { throw .badRequest("no namespace on request") }
        var resourceRules: [JSON] = []
        var otherRules: [JSON] = []
        for rule in rbac.current.rules(of: sender, in: namespace) {
            if !rule.resources.isEmpty { resourceRules.append(rule.document) }
            if !rule.urls.isEmpty { otherRules.append(["verbs": JSON(rule.verbs), "nonResourceURLs": JSON(rule.urls)]) }
        }
        var answer = object
        // Kubelets may do more than their roles say.
        answer["status"] = [
            "resourceRules": .array(resourceRules), "nonResourceRules": .array(otherRules), "incomplete": .bool(sender.nodeName != nil),
        ]
        return answer
    }
}
