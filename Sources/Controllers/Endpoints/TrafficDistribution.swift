internal import Document
internal import Resources

/// `spec.trafficDistribution` of a service: whom its endpoints are meant for, when clients elsewhere have others (KEP-4444, KEP-3015).
enum TrafficDistribution: Sendable {
    case sameZone, sameNode

    /// Nil for services whose clients may be sent anywhere.
    init?(_ service: Service) {
        switch service.json["spec", "trafficDistribution"].string {
        case "PreferClose", "PreferSameZone": self = .sameZone
        case "PreferSameNode": self = .sameNode
        default: return nil
        }
    }

    /// The hints of a ready endpoint; null when nothing is known of where it is.
    func hints(node: String, zone: String?) -> JSON {
        let zones: JSON = zone.map { [["name": .string($0)]] } ?? .null
        let nodes: JSON = self == .sameNode && !node.isEmpty ? [["name": .string(node)]] : .null
        return zones.isNull && nodes.isNull ? .null : ["forNodes": nodes, "forZones": zones]
    }
}
