internal import Resources

/// One operation of the API, independent of how a version of OpenAPI writes it.
struct OpenAPIOperation {
    enum Body {
        case none
        /// The object itself.
        case object(GroupVersionKind)
        /// Any of the patch formats.
        case patch
        /// DeleteOptions; may be left out.
        case deleteOptions
    }

    enum Result {
        case object(GroupVersionKind)
        case list(GroupVersionKind)
        case status
        /// Whatever a connection carries.
        case text
    }

    /// The HTTP method in small letters, which is its key in a path item.
    var method: String
    var id: String
    /// What upstream calls the action in `x-kubernetes-action`.
    var action: String
    var kind: GroupVersionKind
    var parameters: [OpenAPIParameter]
    var body: Body = .none
    var result: Result
    /// HTTP statuses of success.
    var statuses: [String] = ["200"]
}

/// All operations under one URL path.
struct OpenAPIPath {
    var path: String
    var tag: String
    /// What every operation here takes.
    var parameters: [OpenAPIParameter]
    var operations: [OpenAPIOperation]
}
