import Resources

/// The text of a pod's `/etc/hosts`.
enum HostsFile {
    static func text(addresses: [String], hostname: String, domain: String?, aliases: [HostAlias]) -> String {
        var text = """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters

            """
        for address in addresses {
            if let domain, !domain.isEmpty {
                text += "\(address)\t\(hostname).\(domain)\t\(hostname)\n"
            } else {
                text += "\(address)\t\(hostname)\n"
            }
        }
        return text + entries(aliases)
    }

    /// The node's own file and the pod's aliases, for a pod in the node's network.
    static func text(ofNode node: String, aliases: [HostAlias]) -> String {
        "# Kubernetes-managed hosts file (host network).\n" + node + entries(aliases)
    }

    private static func entries(_ aliases: [HostAlias]) -> String {
        guard !aliases.isEmpty else { return "" }
        return "\n# Entries added by HostAliases.\n" + aliases.map { "\($0.ip)\t\($0.hostnames.joined(separator: "\t"))\n" }.joined()
    }
}
