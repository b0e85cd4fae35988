internal import Document
internal import Resources

/// Where a webhook is: a URL or a service of the cluster. Webhooks of admission and of conversion say it alike.
enum WebhookClientChecks {
    static func client(_ client: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (url, service) = (client["url"], client["service"])
        if url.isNull == service.isNull { return errors.append(.required(path, "exactly one of url or service is required")) }
        if let text = url.string {
            if !text.hasPrefix("https://") {
                errors.append(
                    .invalid(
                        path.child("url"), text,
                        "'https' is the only allowed URL scheme; desired format: https://host[/path]"))
            } else if text.dropFirst(8).prefix(while: { $0 != "/" }).isEmpty {
                errors.append(.invalid(path.child("url"), text, "host must be specified; desired format: https://host[/path]"))
            } else if text.contains("#") {
                errors.append(.invalid(path.child("url"), text, "fragments are not permitted in the URL"))
            } else if text.contains("?") {
                errors.append(.invalid(path.child("url"), text, "query parameters are not permitted in the URL"))
            }
            return
        }
        let inner = path.child("service")
        for key in ["name", "namespace"] where service[key].isEmptyValue {
            errors.append(.required(inner.child(key), "service \(key) is required"))
        }
        if let port = service["port"].int, !NameRules.portNumber(port).isEmpty {
            errors.append(.invalid(inner.child("port"), port, "port is not valid: must be between 1 and 65535, inclusive"))
        }
        if let text = service["path"].string, !text.hasPrefix("/") {
            errors.append(.invalid(inner.child("path"), text, "must start with a '/'"))
        }
    }
}
