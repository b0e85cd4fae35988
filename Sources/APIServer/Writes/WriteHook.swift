package import Document
package import Resources

/// What has to be taken for an object before it is written and given back when the write fails: addresses and ports of services.
package protocol WriteHook: Sendable {
    func applies(to type: ResourceType) -> Bool

    /// Fills in what the object asks for.
    /// - Parameter old: the version before; null when the object is created.
    /// - Returns: called once the write has succeeded or failed. What succeeded is then seen in the cache.
    func prepare(_ object: inout JSON, old: JSON) throws(APIError) -> @Sendable () -> Void

    /// Whether what was written may stay. Where several servers write to one store, two may give out the same thing at the same time; the
    /// one whose write came later then takes its back and begins anew, before anybody has an answer.
    func stands(_ record: ObjectRecord) -> Bool
}

extension WriteHook {
    package func stands(_ record: ObjectRecord) -> Bool { true }
}
