internal import Resources

/// What the name of an object has to look like.
package enum NameRule: Sendable {
    /// Lower-case words with dots (RFC 1123 subdomain): most kinds.
    case subdomain
    /// RFC 1123 label: namespaces, services.
    case label
    /// Whatever may stand in a URL path: RBAC kinds.
    case pathSegment
    /// No rule.
    case any

    /// What is wrong with `name`. The base of a generated name may end with a hyphen, because more follows.
    func problems(_ name: String, isBase: Bool = false) -> [String] {
        var name = name
        if isBase, self != .pathSegment, name.count > 1, name.hasSuffix("-") { name = name.dropLast() + "a" }
        switch self {
        case .subdomain: return NameRules.dns1123Subdomain(name)
        case .label: return NameRules.dns1123Label(name)
        case .pathSegment: return NameRules.pathSegment(name)
        case .any: return []
        }
    }
}
