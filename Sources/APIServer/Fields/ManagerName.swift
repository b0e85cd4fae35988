/// The name under which a client owns fields when it gives none.
enum ManagerName {
    private static let limitBytes = 128

    /// - Parameters:
    ///   - given: the query's `fieldManager`.
    ///   - agent: the User-Agent, which counts up to its first slash.
    static func of(_ given: String, agent: String) -> String {
        if !given.isEmpty { return given }
        let plain = agent.utf8.prefix { $0 != UInt8(ascii: "/") && (0x20...0x7E).contains($0) }
        if !plain.isEmpty, plain.count <= limitBytes, plain.endIndex == agent.endIndex || agent.utf8[plain.endIndex] == UInt8(ascii: "/") {
            return String(Substring(plain))
        }
        let prefix = agent.prefix { $0 != "/" }
        var name = ""
        for scalar in prefix.unicodeScalars where scalar.properties.isPrintable {
            if name.utf8.count + String(scalar).utf8.count > limitBytes { break }
            name.unicodeScalars.append(scalar)
        }
        return name.isEmpty ? "unknown" : name
    }
}

extension UserInfo {
    /// The component that a user of this process stands for, by the name that upstream's binary of it has.
    var component: String {
        switch name {
        case "system:kube-scheduler": "kube-scheduler"
        case "system:kube-proxy": "kube-proxy"
        case "system:apiserver": "kube-apiserver"
        case _ where name.hasPrefix("system:node:"): "kubelet"
        case _ where name.hasPrefix("system:serviceaccount:kube-system:"), "system:kube-controller-manager": "kube-controller-manager"
        default: name
        }
    }
}

extension Unicode.Scalar.Properties {
    /// Letters, marks, numbers, punctuation, symbols, and the plain space.
    var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
