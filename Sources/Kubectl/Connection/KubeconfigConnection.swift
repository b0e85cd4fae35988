package import Client

/// The way to the server that kubectl would take, for commands beside it.
package enum KubeconfigConnection {
    /// - Parameters:
    ///   - kubeconfig: the file; nil takes those of `KUBECONFIG`, or `~/.kube/config`.
    ///   - context: nil takes the current one.
    ///   - version: this program's, told to the server.
    /// - Returns: nil when no server is named anywhere.
    package static func configuration(kubeconfig: String?, context: String?, version: String) throws -> ClientConfiguration? {
        var flags = FlagValues(GlobalFlags.all)
        for (name, value) in [("kubeconfig", kubeconfig), ("context", context)] {
            if let value, let flag = flags.flag(named: name) { try flags.set(flag, value) }
        }
        let session = Session(console: Console(), environment: .process(version: version), flags: flags)
        return try session.connection().configuration.server == Connection.defaultServer ? nil : session.configuration()
    }
}
