/// What keeps a cluster from starting, stopping or being deleted, in words for the person at the keyboard.
package struct ClusterError: Error, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
