package import Document
package import Resources

/// A resource or subresource that is asked rather than stored: TokenRequest, TokenReview, SubjectAccessReview, Binding, Eviction.
/// Registered for a group, resource and subresource in `APIServerConfiguration.actions`.
package protocol ActionHandler: Sendable {
    /// Where it is served: group "" and "serviceaccounts/token", group "authentication.k8s.io" and "tokenreviews".
    var group: String { get }
    var resource: String { get }
    /// Empty for a resource of its own.
    var subresource: String { get }
    /// - Parameter object: the posted object, strictly decoded and defaulted.
    /// - Returns: the status (201 as a rule) and the object that is answered.
    func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON)
}

/// What an action may know and use.
package struct ActionCall: Sendable {
    package let call: Call
    package let dryRun: Bool
    /// Reads and writes stored objects with the rules of the API, without asking authorization again.
    package let registry: ResourceRegistry
    package let writer: ObjectWriter

    package var user: UserInfo { call.user }
    package var namespace: String { call.info.namespace }
    package var name: String { call.info.name }
}
