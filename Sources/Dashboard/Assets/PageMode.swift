internal import Document

/// What the page has to know of how it is served.
enum PageMode: Sendable {
    /// On loopback, by a command that adds a kubeconfig's credentials to what bears a session's token.
    case local(explains: Bool)
    /// By the cluster: whoever looks at it signs in, unless a proxy between adds credentials.
    case cluster

    /// The file in which the page reads it.
    static let file = "mode.json"

    var document: [UInt8] {
        switch self {
        case .local(let explains): (["mode": "local", "why": .bool(explains)] as JSON).encoded()
        case .cluster: (["mode": "cluster", "why": false] as JSON).encoded()
        }
    }
}
