/// Tells a server that is about to be ended that its containers are to end with it, and how long they have for it. Without the
/// marker a server leaves its containers for its successor.
package struct StopMarker: Sendable {
    /// Seconds, as Kubernetes gives a pod by default a little longer.
    package static let defaultGrace = 10

    package let path: String
    package init(path: String) { self.path = path }

    func set(containerGrace: Int) throws { try AtomicFile.write("\(containerGrace)\n", to: path) }

    /// Nil when the containers are to be left alone.
    var containerGrace: Duration? {
        AtomicFile.read(path).map { .seconds(Int($0.split(whereSeparator: \.isWhitespace).first ?? "") ?? Self.defaultGrace) }
    }
}
