package import Document
package import Resources

/// What has to be taken for an object before it is written and given back when the write fails: addresses and ports of services.
package protocol WriteHook: Sendable {
    func applies(to type: ResourceType) -> Bool

    /// Fills in what the object asks for.
    /// - Parameter old: the version before; null when the object is created.
    /// - Parameter dryRun: whether the object will not be written.
    /// - Returns: called once the write has succeeded or failed. What succeeded is then seen in the cache.
    func prepare(_ object: inout JSON, old: JSON, dryRun: Bool) async throws(APIError) -> @Sendable () -> Void
}
