internal import Document
internal import Resources

/// Where a webhook is: a URL or a service of the cluster. Webhooks of admission and of conversion say it alike.
enum WebhookClientChecks {
    private static let form = "; desired format: https://host[/path]"

    static func client(_ client: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if client["url"].isNull == client["service"].isNull {
            return errors.append(.required(path, "exactly one of url or service is required"))
        }
        if let text = client["url"].string {
            url(text, path.child("url"), &errors)
        } else {
            service(client["service"], path.child("service"), &errors)
        }
    }

    private static func url(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        do throws(URLParts.Problem) {
            let url = try URLParts(parsing: text)
            if url.scheme != "https" { errors.append(.invalid(path, url.scheme, "'https' is the only allowed URL scheme" + form)) }
            if url.host.isEmpty { errors.append(.invalid(path, "", "host must be specified" + form)) }
            if let user = url.user { errors.append(.invalid(path, user, "user information is not permitted in the URL")) }
            if !url.fragment.isEmpty { errors.append(.invalid(path, url.fragment, "fragments are not permitted in the URL")) }
            if !url.query.isEmpty { errors.append(.invalid(path, url.query, "query parameters are not permitted in the URL")) }
        } catch {
            errors.append(.required(path, "url must be a valid URL: " + error.text + form))
        }
    }

    private static func service(_ service: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        // Upstream tells a missing name of the namespace, and the other way round.
        for (key, told) in [("namespace", "name"), ("name", "namespace")] where service[key].isEmptyValue {
            errors.append(.required(path.child(told)))
        }
        if let port = service["port"].int {
            let problems = NameRules.portNumber(port)
            if !problems.isEmpty {
                errors.append(.invalid(path.child("port"), port, "port is not valid: " + problems.joined(separator: ", ")))
            }
        }
        if let text = service["path"].string { self.path(text, path.child("path"), &errors) }
    }

    /// Steps of a service's path are names, of which no one is empty.
    private static func path(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if text == "/" || text.isEmpty { return }
        if text == "//" { return errors.append(.invalid(path, text, "segment[0] may not be empty")) }
        if !text.hasPrefix("/") { errors.append(.invalid(path, text, "must start with a '/'")) }
        var steps = text.dropFirst()
        if steps.hasSuffix("/") { steps = steps.dropLast() }
        for (index, step) in steps.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            if step.isEmpty {
                errors.append(.invalid(path, text, "segment[\(index)] may not be empty"))
                continue
            }
            for problem in NameRules.dns1123Subdomain(String(step)) { errors.append(.invalid(path, text, "segment[\(index)]: \(problem)")) }
        }
    }
}
