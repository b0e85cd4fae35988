internal import Client
internal import Document
internal import Resources

/// `kubectl certificate`
enum CertificateCommand {
    static let command = Command(
        "certificate", group: .cluster, summary: "Modify certificate resources",
        subcommands: [
            verb("approve", "Approve", "approved", condition: "Approved", contrary: "Denied", reason: "KubectlApprove"),
            verb("deny", "Deny", "denied", condition: "Denied", contrary: "Approved", reason: "KubectlDeny"),
        ])

    /// Attempts at a request that somebody else changes at the same time.
    private static let attempts = 10

    private static func verb(
        _ name: String, _ title: String, _ done: String, condition: String, contrary: String, reason: String
    ) -> Command {
        Command(
            name, usage: "(-f FILENAME | NAME)", summary: "\(title) a certificate signing request",
            examples: [("CSR 'csr-sqgzp'", "kubectl certificate \(name) csr-sqgzp")],
            flags: OutputFormat.flags + ResourceSelection.fileFlags("to \(name)") + [
                .bool("force", "Update the request even if it is already \(done).")
            ], arguments: .names(of: "certificatesigningrequests"),
            run: { call in
                try await decide(
                    call, condition: condition, contrary: contrary, reason: reason, done: done,
                    message: "This CSR was \(done) by kubectl certificate \(name).")
            })
    }

    private static func decide(
        _ call: Invocation, condition: String, contrary: String, reason: String, done: String, message: String
    ) async throws {
        var selection = try ResourceSelection(call)
        if call.arguments.isEmpty, !selection.hasFiles {
            throw Failure("one or more CSRs must be specified as <name> or -f <filename>")
        }
        if !call.arguments.isEmpty { selection.arguments = ["certificatesigningrequests"] + call.arguments }
        let printer = try ResultPrinter(call)
        for info in try await ResourceBuilder(session: call.session).objects(selection) {
            guard info.type.kind == "CertificateSigningRequest" else {
                throw Failure(
                    "can only handle CertificateSigningRequest.certificates.k8s.io objects, got \(info.type.qualifiedKind)")
            }
            let client = try call.session.client()
            let path = ResourceType.certificateSigningRequests.path(namespace: "", name: info.name)
            var attempt = 0
            while true {
                var object = try await client.document("GET", path)
                let types = object["status"]["conditions"].items.map { $0["type"].words }
                if types.contains(contrary) { throw Failure("certificate signing request \(info.name.goQuoted) is already \(contrary)") }
                let isSettled = types.contains(condition)
                if isSettled, !call.flags.bool("force") { break }
                if !isSettled {
                    let now = Timestamp.now().description
                    object["status"]["conditions"].mutateArray {
                        $0.append([
                            "type": .string(condition), "status": "True", "reason": .string(reason), "message": .string(message),
                            "lastUpdateTime": .string(now),
                        ])
                    }
                }
                do {
                    _ = try await client.document("PUT", path + "/approval", body: object)
                    break
                } catch let error as APIError where error.isConflict && attempt < attempts {
                    attempt += 1
                }
            }
            try printer.tell(info.object, done)
        }
    }
}
