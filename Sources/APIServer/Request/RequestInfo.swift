/// What a path and method ask for, as the API's URL grammar says (upstream: `request.RequestInfo`).
///
///     /api/{version}/namespaces/{namespace}/{resource}/{name}/{subresource}/…
///     /apis/{group}/{version}/{resource}/{name}/{subresource}/…
///     /api/{version}/watch/…            the deprecated form of `?watch=true`
///
/// Everything else is a non-resource path whose verb is the lower-case method.
package struct RequestInfo: Sendable, Hashable {
    package var isResourceRequest = false
    /// The decoded path, without the query.
    package var path: String
    /// get, list, watch, create, update, patch, delete, deletecollection; the lower-case method for non-resource paths.
    package var verb: String
    /// "api" or "apis".
    package var prefix = ""
    package var group = ""
    package var version = ""
    /// Empty when the request is not about one namespace.
    package var namespace = ""
    package var resource = ""
    package var subresource = ""
    package var name = ""
    /// What follows the subresource: `/api/v1/nodes/n/proxy/a/b` has ["a", "b"].
    package var tail: [String] = []
    /// The path did not make sense (`/api/v1/watch`); the request is refused.
    package var problem: String?

    /// - Parameters:
    ///   - watch: the value of the query parameter `watch`, nil when there is none.
    ///   - fieldSelector: the value of `fieldSelector`; `metadata.name=x` on a list names the object for authorization.
    package init(method: String, path: String, watch: String? = nil, fieldSelector: String? = nil) {
        self.path = path
        verb = method.lowercased()
        var parts = Self.segments(of: path)[...]
        guard parts.count >= 3, let first = parts.first, first == "api" || first == "apis" else { return }
        if first == "apis" && parts.count < 4 { return }
        prefix = String(parts.removeFirst())
        if prefix == "apis" { group = String(parts.removeFirst()) }
        version = String(parts.removeFirst())
        isResourceRequest = true
        guard readVerb(method: method, &parts) else { return }
        readNames(parts)
        resolveCollectionVerb(method: method, watch: watch, fieldSelector: fieldSelector)
    }

    /// What stands between slashes, without the empty ones at both ends.
    private static func segments(of path: String) -> [Substring] {
        var segments: [Substring] = []
        segments.reserveCapacity(12)
        var (start, utf8) = (path.utf8.startIndex, path.utf8)
        while let slash = utf8[start...].firstIndex(of: UInt8(ascii: "/")) {
            if slash > start || !segments.isEmpty { segments.append(path[start..<slash]) }
            start = utf8.index(after: slash)
        }
        segments.append(path[start...])
        while segments.last?.isEmpty == true { segments.removeLast() }
        return segments
    }

    private mutating func readVerb(method: String, _ parts: inout ArraySlice<Substring>) -> Bool {
        if let first = parts.first, first == "watch" || first == "proxy" {
            guard parts.count >= 2 else {
                problem = "unable to determine kind and namespace from url, \(path)"
                return false
            }
            verb = String(parts.removeFirst())
            return true
        }
        verb =
            switch method {
            case "POST": "create"
            case "GET", "HEAD": "get"
            case "PUT": "update"
            case "PATCH": "patch"
            case "DELETE": "delete"
            default: ""
            }
        return true
    }

    private mutating func readNames(_ all: ArraySlice<Substring>) {
        var parts = all
        if parts.first == "namespaces", parts.count > 1 {
            namespace = String(parts[parts.startIndex + 1])
            if parts.count > 2, !Self.namespaceSubresources.contains(String(parts[parts.startIndex + 2])) { parts.removeFirst(2) }
        }
        let base = parts.startIndex
        if parts.count >= 1 { resource = String(parts[base]) }
        if parts.count >= 2 { name = String(parts[base + 1]) }
        if parts.count >= 3, verb != "watch", verb != "proxy" {
            subresource = String(parts[base + 2])
            tail = parts[(base + 3)...].map(String.init)
        }
    }

    private mutating func resolveCollectionVerb(method: String, watch: String?, fieldSelector: String?) {
        guard name.isEmpty else { return }
        if verb == "get" {
            verb = Self.isTrue(watch) ? "watch" : "list"
            if let named = fieldSelector.flatMap(Self.exactName) { name = named }
        } else if verb == "delete" {
            verb = "deletecollection"
        }
    }

    private static let namespaceSubresources: Set<String> = ["status", "finalize"]

    /// A boolean query parameter: absent, "false" and "0" are false, everything else is true.
    package static func isTrue(_ value: String?) -> Bool {
        guard let value else { return false }
        return value != "0" && value.lowercased() != "false"
    }

    /// Whether the answer may go on for as long as the client likes.
    var isLongRunning: Bool { verb == "watch" || verb == "proxy" || Self.longSubresources.contains(subresource) }

    private static let longSubresources: Set<String> = ["attach", "exec", "proxy", "log", "portforward"]

    /// The name in a field selector that requires `metadata.name=NAME`.
    static func exactName(_ selector: String) -> String? {
        for term in selector.split(separator: ",") {
            for prefix in ["metadata.name==", "metadata.name="] where term.hasPrefix(prefix) {
                let name = String(term.dropFirst(prefix.count))
                if !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("%") { return name }
            }
        }
        return nil
    }

    /// "pods.v1" style names are not used here; this is "apps" + "deployments" → "deployments.apps", "pods".
    package var groupResource: String { group.isEmpty ? resource : "\(resource).\(group)" }

    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// What authorization is asked about.
    package var attributes: RequestAttributes {
        guard isResourceRequest else { return .nonResource(verb: verb, path: path) }
        return RequestAttributes(
            verb: verb, apiGroup: group, apiVersion: version, resource: resource, subresource: subresource, namespace: namespace,
            name: name,
            isResourceRequest: true, path: path)
    }
}
