/// Which hosts a rule is for.
package enum HostPattern: Hashable, Sendable {
    /// One name, in lower case.
    case exact(String)
    /// `*.example.com`, here without the star and its dot: exactly one label before it.
    case wildcard(String)
    /// A rule without a host.
    case any

    package init(_ host: String) {
        let host = host.lowercased()
        if host.isEmpty {
            self = .any
        } else if host.hasPrefix("*.") {
            self = .wildcard(String(host.dropFirst(2)))
        } else {
            self = .exact(host)
        }
    }

    /// The more precise first; names in order, so that the text is the same however rules came.
    private var rank: (Int, String) {
        switch self {
        case .exact(let name): (0, name)
        case .wildcard(let parent): (1, parent)
        case .any: (2, "")
        }
    }
}

extension HostPattern: Comparable {
    package static func < (left: HostPattern, right: HostPattern) -> Bool { left.rank < right.rank }
}
