import FoundationEssentials
import Resources

/// The clusters that run on this machine beside one. Each has bridges, routes and listeners at addresses of its own, so ranges that
/// overlap would have the later one fail half-way, or take the other's traffic.
package struct Neighbours: Sendable {
    let clusters: [ClusterConfiguration]

    /// - Parameter directory: where clusters keep what does not survive a reboot.
    package static func running(beside name: String, directory: String = "/run") -> Neighbours {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return Neighbours(
            clusters: entries.sorted().compactMap { entry in
                guard let other = ClusterPaths.name(runDirectory: entry), other != name,
                    let pid = ProcessIdentifierFile(path: "\(directory)/\(entry)/coxswain.pid").running
                else { return nil }
                // A machine that joined a cluster keeps another record, and has none of these ranges from here.
                return try? ClusterConfiguration.saved(name: other, dataDirectory: dataDirectory(of: pid))
            })
    }

    /// The directory a server was started with; nil when it has the one that goes with its name.
    private static func dataDirectory(of pid: Int32) -> String? {
        let arguments = (AtomicFile.read("/proc/\(pid)/cmdline") ?? "").split(separator: "\0").map(String.init)
        guard let flag = arguments.firstIndex(of: "--data-dir"), flag + 1 < arguments.count else { return nil }
        return arguments[flag + 1]
    }

    /// The ranges of a cluster that somebody here has already, each with the mend.
    func clashes(with wanted: ClusterConfiguration) -> [String] {
        clusters.flatMap { other in
            wanted.ranges.compactMap { range in
                guard let taken = other.ranges.first(where: { $0.overlaps(range) && !Self.shares(wanted, other, range, $0) }) else {
                    return nil
                }
                return """
                    \(range.flag) \(range.text) overlaps the \(taken.purpose) range \(taken.text) of the cluster \(other.name), which runs \
                    here; choose another, or stop that: coxswain down --name \(other.name)
                    """
            }
        }
    }

    /// Servers of one store are one cluster: they give addresses to the same pods and services, and differ by their nodes.
    private static func shares(
        _ wanted: ClusterConfiguration, _ other: ClusterConfiguration, _ range: AddressRange, _ taken: AddressRange
    ) -> Bool {
        wanted.datastore != nil && wanted.datastore == other.datastore && range.purpose == taken.purpose && range.purpose != "node"
    }
}

/// A range of addresses that a cluster takes for itself.
struct AddressRange {
    let flag: String
    let purpose: String
    let text: String

    func overlaps(_ other: AddressRange) -> Bool {
        guard let mine = CIDR(text), let theirs = CIDR(other.text) else { return false }
        return mine.overlaps(theirs)
    }
}

extension ClusterConfiguration {
    /// The load balancers' range is told apart only where it lies outside the nodes'.
    var ranges: [AddressRange] {
        let nodes = AddressRange(flag: "--node-cidr", purpose: "node", text: nodeRange)
        let balancers = AddressRange(flag: "--load-balancer-range", purpose: "load balancer", text: loadBalancerRange)
        return [
            AddressRange(flag: "--pod-cidr", purpose: "pod", text: podRange),
            AddressRange(flag: "--service-cidr", purpose: "service", text: serviceRange), nodes,
        ] + (balancers.overlaps(nodes) ? [] : [balancers])
    }
}
