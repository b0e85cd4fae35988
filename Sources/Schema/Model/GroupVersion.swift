/// An API group ("" for the core group) and one of its versions.
package struct GroupVersion: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var version: String

    package init(group: String, version: String) {
        self.group = group
        self.version = version
    }

    /// From "v1" or "apps/v1".
    package init(_ apiVersion: String) {
        if let slash = apiVersion.firstIndex(of: "/") {
            group = String(apiVersion[..<slash])
            version = String(apiVersion[apiVersion.index(after: slash)...])
        } else {
            group = ""
            version = apiVersion
        }
    }

    /// "v1" or "apps/v1".
    package var description: String { group.isEmpty ? version : "\(group)/\(version)" }
}
