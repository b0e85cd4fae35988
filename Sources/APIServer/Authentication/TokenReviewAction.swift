package import Document
package import Resources

/// `tokenreviews`: whose token is this? (authentication.k8s.io/v1 TokenReview).
package struct TokenReviewAction: ActionHandler {
    package let group = "authentication.k8s.io"
    package let resource = "tokenreviews"
    package let subresource = ""

    private let tokens: AuthenticatorChain
    private let serviceAccounts: ServiceAccountTokens?

    package init(tokens: AuthenticatorChain, serviceAccounts: ServiceAccountTokens?) {
        self.tokens = tokens
        self.serviceAccounts = serviceAccounts
    }

    package func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        if let token = object["spec"]["token"].string, tokens.authenticate(token: token) == nil, let learn = tokens.learning(token: token) {
            await learn()
        }
        return (201, try review(object))
    }

    package func review(_ object: JSON) throws(APIError) -> JSON {
        guard let token = object["spec"]["token"].string, !token.isEmpty else {
            throw .badRequest("token is required for TokenReview in authentication")
        }
        let wanted = object["spec"]["audiences"].strings
        let own = serviceAccounts?.audiences ?? []
        var result: (user: UserInfo, audiences: [String])?
        if let found = serviceAccounts?.authenticate(token: token, audiences: wanted.isEmpty ? own : wanted) {
            result = found
        } else {
            // Other tokens are meant for the API server and nobody else.
            let matching = wanted.isEmpty ? own : wanted.filter(own.contains)
            if wanted.isEmpty || !matching.isEmpty, let user = tokens.authenticate(token: token) { result = (user, matching) }
        }
        var answer = object
        if let result {
            answer["status"] = [
                "authenticated": true, "user": result.user.document, "audiences": result.audiences.isEmpty ? .null : JSON(result.audiences),
            ]
        } else {
            answer["status"] = ["user": [:], "error": "invalid bearer token"]
        }
        return answer
    }
}

/// `selfsubjectreviews`: who am I? (authentication.k8s.io/v1 SelfSubjectReview, `kubectl auth whoami`).
package struct SelfSubjectReviewAction: ActionHandler {
    package let group = "authentication.k8s.io"
    package let resource = "selfsubjectreviews"
    package let subresource = ""

    private let now: @Sendable () -> Timestamp

    package init(now: @escaping @Sendable () -> Timestamp = { .now() }) { self.now = now }

    package func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        var answer = object
        answer["metadata"]["creationTimestamp"] = .string(now().wholeSeconds.description)
        answer["status"] = ["userInfo": call.user.document]
        return (201, answer)
    }
}

extension UserInfo {
    /// authentication.k8s.io/v1 UserInfo.
    var document: JSON {
        var extra = JSONObject()
        for (key, values) in self.extra.sorted(by: { $0.key < $1.key }) { extra[key] = JSON(values) }
        return [
            "username": .string(name), "uid": uid.isEmpty ? .null : .string(uid), "groups": groups.isEmpty ? .null : JSON(groups),
            "extra": extra.isEmpty ? .null : .object(extra),
        ]
    }
}
