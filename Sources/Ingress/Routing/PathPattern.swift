/// Which paths of a host a rule is for.
package enum PathPattern: Hashable, Sendable {
    /// The whole path, with upper and lower case, and the closing slash, as written.
    case exact(String)
    /// Element by element: `/a` holds `/a`, `/a/` and `/a/b`, but not `/ab`. Kept with one closing slash.
    case prefix(String)
    /// A regular expression from the path's start (only where an annotation asks for it).
    case expression(String)
    /// What is left over on a host whose Ingress has a default backend.
    case rest

    /// - Parameter type: Exact, Prefix or ImplementationSpecific. The last is a prefix here; `/*` at its end, as some
    ///   clouds want it, is the same as `/`.
    package init(_ path: String, type: String, usesExpressions: Bool) {
        if type == "Exact" {
            self = .exact(path)
        } else if usesExpressions, !path.isEmpty {
            self = .expression(path)
        } else {
            var elements = path.split(separator: "/").map(String.init)
            if type != "Prefix", elements.last == "*" { elements.removeLast() }
            self = .prefix(elements.isEmpty ? "/" : "/" + elements.joined(separator: "/") + "/")
        }
    }

    /// Exact ones first, then the longer, then in order of the text.
    private var rank: (Int, Int, String) {
        switch self {
        case .exact(let path): (0, -path.utf8.count, path)
        case .prefix(let path), .expression(let path): (1, -path.utf8.count, path)
        case .rest: (2, 0, "")
        }
    }

    package var isExpression: Bool { if case .expression = self { true } else { false } }
}

extension PathPattern: Comparable {
    package static func < (left: PathPattern, right: PathPattern) -> Bool { left.rank < right.rank }
}
