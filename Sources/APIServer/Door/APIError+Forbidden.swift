package import Resources

extension APIError {
    /// What somebody is told who may not do something, in upstream's words:
    /// `pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"`.
    package static func forbidden(_ user: UserInfo, _ attributes: RequestAttributes, reason: String) -> APIError {
        var message: String
        if attributes.isResourceRequest {
            let resource = attributes.subresource.isEmpty ? attributes.resource : "\(attributes.resource)/\(attributes.subresource)"
            message =
                "User \(user.name.goQuoted) cannot \(attributes.verb) resource \(resource.goQuoted) in API group \(attributes.apiGroup.goQuoted)"
            message += attributes.namespace.isEmpty ? " at the cluster scope" : " in the namespace \(attributes.namespace.goQuoted)"
        } else {
            message = "User \(user.name.goQuoted) cannot \(attributes.verb) path \(attributes.path.goQuoted)"
        }
        message = escapedForHTML(message)
        if !reason.isEmpty { message += ": " + reason }
        let resource = attributes.isResourceRequest ? QualifiedName(group: attributes.apiGroup, name: attributes.resource) : nil
        return .forbidden(resource, attributes.name, message)
    }

    /// What a client sent must not look like HTML in an answer that a browser might show.
    private static func escapedForHTML(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) else {
            return text
        }
        return text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
