package import Resources

/// An API group whose objects are computed when somebody asks, instead of stored: metrics. Registered by its name in `ServerCore.Parts`.
package protocol ComputedGroup: Sendable {
    var group: String { get }
    /// Called for every request in the group that is authorized; only reading verbs make sense.
    func outcome(_ call: Call) throws(APIError) -> Outcome
}
