internal import Client
internal import Document
internal import Resources

/// `create token SERVICE_ACCOUNT`: a token of a service account.
enum CreateToken {
    private static let flags: [Flag] = [
        .array("audience", "For whom the token is good; may be given again."), .duration("duration", "How long it is good for."),
        .string("bound-object-kind", values: .words(["Pod", "Secret", "Node"]), "Kind of an object with which the token ends."),
        .string("bound-object-name", values: .nothing, "Name of that object."),
        .string("bound-object-uid", values: .nothing, "Uid of that object."),
    ]

    static let command = Command(
        "token", usage: "SERVICE_ACCOUNT_NAME", summary: "Ask for a token of a ServiceAccount",
        examples: [("For ten minutes", "kubectl create token myapp --duration 10m")], flags: flags + OutputFormat.flags,
        arguments: .names(of: "serviceaccounts"), run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        let name = try CreateCommand.name(invocation)
        let (kind, object, uid) = (flags.string("bound-object-kind"), flags.string("bound-object-name"), flags.string("bound-object-uid"))
        if kind.isEmpty, !object.isEmpty { throw Failure("--bound-object-name is only allowed with --bound-object-kind") }
        if !kind.isEmpty, object.isEmpty { throw Failure("--bound-object-name is required if --bound-object-kind is provided") }
        var spec: JSON = [:]
        let audiences = flags.list("audience")
        if !audiences.isEmpty { spec["audiences"] = JSON(audiences) }
        if flags.changed("duration") {
            let seconds = flags.duration("duration").components.seconds
            if seconds < 0 { throw Failure("--duration must be greater than or equal to 0") }
            spec["expirationSeconds"] = .int(seconds)
        }
        if !kind.isEmpty {
            spec["boundObjectRef"] = ["apiVersion": "v1", "kind": .string(kind), "name": .string(object)]
            if !uid.isEmpty { spec["boundObjectRef"]["uid"] = .string(uid) }
        }
        let request: JSON = ["apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec]
        let client = try invocation.session.client()
        let path = "/api/v1/namespaces/\(try invocation.session.namespace())/serviceaccounts/\(name)/token"
        let answer: JSON
        do {
            answer = try await client.document("POST", path, body: request)
        } catch let error as APIError {
            throw Failure("failed to create token: \(error.message)")
        }
        if flags.string("output").isEmpty {
            guard let token = answer["status"]["token"].string, !token.isEmpty else {
                throw Failure("failed to create token: no token in server response")
            }
            return invocation.console.out(token + "\n")
        }
        try ResultPrinter(invocation).tell(answer, "created")
    }
}
