internal import Client
internal import Document
internal import Resources

/// `kubectl auth`
enum AuthCommand {
    static let command = Command(
        "auth", group: .other, summary: "Inspect authorization", subcommands: [canI, ReconcileCommand.command, whoAmI])

    private static let canI = Command(
        "can-i", usage: "VERB [TYPE | TYPE/NAME | NONRESOURCEURL]", summary: "Check whether an action is allowed",
        details: "Answers yes or no, and ends with 0 or 1.",
        examples: [
            ("May I make pods in any namespace", "kubectl auth can-i create pods --all-namespaces"),
            ("May a service account list deployments", "kubectl auth can-i list deployments.apps --as=system:serviceaccount:foo:bar"),
            ("Read the logs of pods", "kubectl auth can-i get pods --subresource=log"), ("Read a URL", "kubectl auth can-i get /logs/"),
            ("Everything that is allowed", "kubectl auth can-i --list --namespace=foo"),
        ],
        flags: [
            .bool("all-namespaces", "A", "In all namespaces."), .bool("quiet", "q", "Only end with the status."),
            .string("subresource", nil, values: .nothing, "A subresource such as log or scale."),
            .bool("list", "Show all that is allowed."),
            .bool("no-headers", "With --list, leave out the headings."),
        ], arguments: .words(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]),
        run: { try await AccessQuestion($0).run() })

    private static let whoAmI = Command(
        "whoami", summary: "Experimental: Check self subject attributes",
        examples: [("Who I am to the server", "kubectl auth whoami"), ("In JSON", "kubectl auth whoami -o json")],
        flags: OutputFormat.flags,
        run: whoAmI)

    private static func whoAmI(_ call: Invocation) async throws {
        let printer = try OutputFormat.printer(call.flags, environment: call.session.environment)
        let review: JSON
        do {
            review = try await call.session.client().document(
                "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                body: ["apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"])
        } catch let error as APIError where error.isNotFound {
            throw Failure("the selfsubjectreviews API is not enabled in the cluster")
        } catch let error as APIError where error.reason == .forbidden {
            throw Failure("the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it")
        }
        if let printer { return call.console.out(try printer.text(review, index: 0)) }
        let user = review["status"]["userInfo"]
        var writer = TabWriter()
        writer.add(["ATTRIBUTE", "VALUE"])
        if !user["username"].words.isEmpty { writer.add(["Username", user["username"].words]) }
        if !user["uid"].words.isEmpty { writer.add(["UID", user["uid"].words]) }
        if !user["groups"].items.isEmpty { writer.add(["Groups", user["groups"].goText]) }
        for (name, value) in user["extra"].object?.sorted(by: { $0.key < $1.key }) ?? [] { writer.add(["Extra: \(name)", value.goText]) }
        call.console.out(writer.text())
    }
}

/// One question of `kubectl auth can-i`.
private struct AccessQuestion {
    private static let verbs: Set<String> = [
        "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "impersonate", "*", "approve",
        "sign", "escalate", "attest",
    ]
    private static let pathVerbs: Set<String> = ["get", "put", "post", "head", "options", "delete", "patch", "*"]
    /// Names that rules may have though nothing serves them.
    private static let unserved: Set<String> = ["users", "groups"]

    let call: Invocation

    init(_ call: Invocation) { self.call = call }

    func run() async throws {
        let flags = call.flags
        if flags.bool("list") {
            if !call.arguments.isEmpty { throw Failure("list option must be specified with no arguments") }
            if flags.bool("quiet") || flags.bool("all-namespaces") || !flags.string("subresource").isEmpty {
                throw Failure("list option can't be specified with neither quiet, all-namespaces nor subresource options")
            }
            return try await list()
        }
        guard call.arguments.count == 2 else {
            throw Failure(
                "you must specify two arguments: verb resource or verb resource/resourceName.\n"
                    + "See 'kubectl auth can-i -h' for help and examples.")
        }
        let spec = call.arguments[1].hasPrefix("/") ? try path() : try await resource()
        if flags.bool("no-headers") { throw Failure("--no-headers cannot be set without --list specified") }
        let review = try await post("selfsubjectaccessreviews", "SelfSubjectAccessReview", spec)
        let status = review["status"]
        let isAllowed = status["allowed"].bool ?? false
        if !flags.bool("quiet") {
            var text = isAllowed ? "yes" : "no"
            if !isAllowed {
                for member in ["reason", "evaluationError"] where !status[member].words.isEmpty { text += " - " + status[member].words }
            }
            call.console.line(text)
        }
        if !isAllowed { throw Failure.exit(1) }
    }

    private func warn(_ text: String) { call.console.err("Warning: \(text)\n\n") }

    private func post(_ plural: String, _ kind: String, _ spec: JSON) async throws -> JSON {
        try await call.session.client().document(
            "POST", "/apis/authorization.k8s.io/v1/" + plural,
            body: ["apiVersion": "authorization.k8s.io/v1", "kind": .string(kind), "spec": spec])
    }

    private func path() throws -> JSON {
        let verb = call.arguments[0]
        if !call.flags.string("subresource").isEmpty { throw Failure("--subresource can not be used with NonResourceURL") }
        if !Self.pathVerbs.contains(verb) { warn("verb '\(verb)' is not a known verb") }
        return ["nonResourceAttributes": ["verb": .string(verb), "path": .string(call.arguments[1])]]
    }

    private func resource() async throws -> JSON {
        let verb = call.arguments[0]
        let words = call.arguments[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isEverywhere = call.flags.bool("all-namespaces")
        var (group, plural) = ("", words[0])
        if words[0] != "*" {
            if let found = try? await call.session.discovery().resource(words[0].lowercased()) {
                (group, plural) = (found.type.group, found.type.plural)
                if !isEverywhere, !found.type.namespaced {
                    warn("resource '\(plural)' is not namespace scoped" + (group.isEmpty ? "" : " in group '\(group)'"))
                }
            } else if !Self.unserved.contains(words[0].lowercased()) {
                let parts = words[0].lowercased().split(separator: ".", maxSplits: 1).map(String.init)
                warn("the server doesn't have a resource type '\(parts[0])'" + (parts.count == 2 ? " in group '\(parts[1])'" : ""))
            }
        }
        if !isEverywhere, !Self.verbs.contains(verb) { warn("verb '\(verb)' is not a known verb") }
        var attributes: JSON = ["verb": .string(verb), "resource": .string(plural)]
        if !isEverywhere { attributes["namespace"] = .string(try call.session.namespace()) }
        if !group.isEmpty { attributes["group"] = .string(group) }
        if words.count == 2 { attributes["name"] = .string(words[1]) }
        if !call.flags.string("subresource").isEmpty { attributes["subresource"] = .string(call.flags.string("subresource")) }
        return ["resourceAttributes": attributes]
    }

    private func list() async throws {
        let review = try await post(
            "selfsubjectrulesreviews", "SelfSubjectRulesReview", ["namespace": .string(try call.session.namespace())])
        let status = review["status"]
        if status["incomplete"].bool == true {
            call.console.err("Warning: the list may be incomplete: \(status["evaluationError"].words)\n")
        }
        func joined(_ words: [String]) -> String { "[" + words.joined(separator: " ") + "]" }
        let rules: JSON = ["rules": .array(status["resourceRules"].items + status["nonResourceRules"].items)]
        var writer = TabWriter()
        if !call.flags.bool("no-headers") { writer.add(["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]) }
        for rule in RoleRules(rules).rules { writer.add([rule.title, joined(rule.urls), joined(rule.names), joined(rule.verbs)]) }
        call.console.out(writer.text())
    }
}
