internal import Resources

/// What the name of an object has to look like.
package enum NameRule: Sendable {
    /// Lower-case words with dots (RFC 1123 subdomain): most kinds.
    case subdomain
    /// RFC 1123 label: namespaces, services.
    case label
    /// Whatever may stand in a URL path: RBAC kinds.
    case pathSegment
    /// A subdomain, of kinds that ask for it in their schema: the base of a generated name is then not looked at.
    case longName
    /// An IP address in canonical form; IPv6 addresses bring colons along.
    case address
    /// No rule.
    case any

    /// What is wrong with `name`. The base of a generated name may end with a hyphen, because more follows.
    func problems(_ name: String, isBase: Bool = false) -> [String] {
        var name = name
        if isBase, self != .pathSegment, name.count > 1, name.hasSuffix("-") { name = name.dropLast() + "a" }
        switch self {
        case .subdomain: return NameRules.dns1123Subdomain(name)
        case .longName: return isBase ? [] : NameRules.longName(name)
        case .label: return NameRules.dns1123Label(name)
        case .pathSegment: return NameRules.pathSegment(name)
        case .address:
            if IPv4Address(name) != nil || AddressChecks.isIPv6(name) && name == name.lowercased() { return [] }
            return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
        case .any: return []
        }
    }
}
