package import Document
package import Resources

/// Gives Services their cluster IP and node ports, or refuses the ones they ask for.
/// Behaviour and words follow upstream's `registry/core/service/storage`, for one address family.
package struct ServiceAllocationHook: WriteHook {
    /// How many addresses are tried when others hold them already without our knowing.
    private static let attempts = 64

    private let allocations: ServiceAllocations
    /// Writes down who has an address; nil where nobody needs to know.
    private let objects: ServiceAddressObjects?
    private let range: CIDR
    private let ports: ClosedRange<Int>

    init(_ allocations: ServiceAllocations, objects: ServiceAddressObjects? = nil, range: CIDR, ports: ClosedRange<Int>) {
        self.allocations = allocations
        self.objects = objects
        self.range = range
        self.ports = ports
    }

    package func applies(to type: ResourceType) -> Bool { type == .services }

    package func prepare(_ object: inout JSON, old: JSON, dryRun: Bool) async throws(APIError) -> @Sendable () -> Void {
        let key = ObjectKey(namespace: object["metadata"]["namespace"].string ?? "", name: object["metadata"]["name"].string ?? "")
        Self.keepAllocated(&object, old: old)
        var addresses: [UInt32] = []
        var taken: [ServiceAllocations.Ports] = []
        do throws(APIError) {
            try await allocateAddress(&object, key, &addresses, dryRun)
            try allocatePorts(&object, key, &taken)
        } catch {
            allocations.settle(addresses, taken, for: key)
            throw error
        }
        let (held, heldPorts) = (addresses, taken)
        return { [allocations] in allocations.settle(held, heldPorts, for: key) }
    }

    package func stands(_ record: ObjectRecord) -> Bool { !allocations.isShared || allocations.stands(record.key) }

    // MARK: Addresses

    private static func needsAddress(_ service: JSON) -> Bool { service["spec"]["type"].string != "ExternalName" }

    private func allocateAddress(
        _ object: inout JSON, _ key: ObjectKey, _ taken: inout [UInt32], _ dryRun: Bool
    ) async throws(APIError) {
        guard Self.needsAddress(object) else { return }
        let wanted = object["spec"]["clusterIP"].string ?? ""
        if wanted.isEmpty, !object["spec"]["clusterIPs"].isEmptyValue { return }  // validation asks for both
        var address = wanted
        if wanted.isEmpty {
            address = try await anyAddress(key, &taken, dryRun).description
        } else if wanted != "None", let number = IPv4Address(wanted) {
            switch allocations.take(number, for: key) {
            case .taken: taken.append(number.bits)
            case .alreadyAllocated: throw refusal(key, wanted, "provided IP is already allocated")
            case .outOfRange:
                throw refusal(
                    key, wanted, "the provided IP (\(wanted)) is not in the valid range. The range of valid IPs is \(range)")
            }
            if let objects, !dryRun, !(try await objects.claim(number, for: key)) {
                throw refusal(key, wanted, "provided IP is already allocated")
            }
        } else if wanted != "None" {
            return  // no address at all: validation says so
        }
        object["spec"]["clusterIP"] = .string(address)
        object["spec"]["clusterIPs"] = [.string(address)]
        if object["spec"]["ipFamilies"].isEmptyValue { object["spec"]["ipFamilies"] = ["IPv4"] }
        if object["spec"]["ipFamilyPolicy"].isNull { object["spec"]["ipFamilyPolicy"] = "SingleStack" }
    }

    private func anyAddress(_ key: ObjectKey, _ taken: inout [UInt32], _ dryRun: Bool) async throws(APIError) -> IPv4Address {
        for _ in 0..<Self.attempts {
            let free: IPv4Address
            do {
                free = try allocations.takeAddress(for: key)
            } catch {
                break
            }
            taken.append(free.bits)
            guard let objects, !dryRun else { return free }
            if try await objects.claim(free, for: key) { return free }
        }
        throw .internalError("failed to allocate a serviceIP for Service \(key.name.goQuoted): range is full")
    }

    private func refusal(_ key: ObjectKey, _ address: String, _ why: String) -> APIError {
        .invalid(.services, key.name, [.invalid("spec.clusterIPs", [.string(address)], "failed to allocate IP \(address): \(why)")])
    }

    // MARK: Ports

    private static func needsPorts(_ service: JSON) -> Bool {
        switch service["spec"]["type"].string {
        case "NodePort": true
        case "LoadBalancer": service["spec"]["allocateLoadBalancerNodePorts"].bool ?? true
        default: false
        }
    }

    private func allocatePorts(_ object: inout JSON, _ key: ObjectKey, _ taken: inout [ServiceAllocations.Ports]) throws(APIError) {
        let allocates = Self.needsPorts(object)
        var entries = object["spec"]["ports"].array ?? []
        for index in entries.indices {
            let proto = entries[index]["protocol"].string ?? "TCP"
            let wanted = entries[index]["nodePort"].int ?? 0
            if wanted != 0 {
                try take(wanted, proto, key, FieldPath("spec.ports").index(index).child("nodePort"), &taken)
            } else if allocates {
                let shared = entries[..<index].first { $0["port"] == entries[index]["port"] && $0["protocol"].string != proto }
                if let shared, let port = shared["nodePort"].int, allocations.take(.init(port: port, proto: proto), for: key) == .taken {
                    taken.append(.init(port: port, proto: proto))
                    entries[index]["nodePort"] = JSON(port)
                } else {
                    entries[index]["nodePort"] = JSON(try takeAny(proto, key, &taken))
                }
            }
        }
        if !entries.isEmpty { object["spec"]["ports"] = .array(entries) }
        try allocateHealthCheck(&object, key, &taken)
    }

    private func allocateHealthCheck(
        _ object: inout JSON, _ key: ObjectKey, _ taken: inout [ServiceAllocations.Ports]
    ) throws(APIError) {
        let spec = object["spec"]
        guard spec["type"].string == "LoadBalancer", spec["externalTrafficPolicy"].string == "Local" else { return }
        if let wanted = spec["healthCheckNodePort"].int, wanted != 0 {
            try take(wanted, "TCP", key, "spec.healthCheckNodePort", &taken)
        } else {
            object["spec"]["healthCheckNodePort"] = JSON(try takeAny("TCP", key, &taken))
        }
    }

    private func take(
        _ port: Int, _ proto: String, _ key: ObjectKey, _ field: FieldPath, _ taken: inout [ServiceAllocations.Ports]
    ) throws(APIError) {
        let wanted = ServiceAllocations.Ports(port: port, proto: proto)
        switch allocations.take(wanted, for: key) {
        case .taken: taken.append(wanted)
        case .alreadyAllocated: throw .invalid(.services, key.name, [.invalid(field, port, "provided port is already allocated")])
        case .outOfRange:
            let why =
                "provided port is not in the valid range. The range of valid ports is \(ports.lowerBound)-\(ports.upperBound)"
            throw .invalid(.services, key.name, [.invalid(field, port, why)])
        }
    }

    private func takeAny(_ proto: String, _ key: ObjectKey, _ taken: inout [ServiceAllocations.Ports]) throws(APIError) -> Int {
        do {
            let port = try allocations.takePort(proto, for: key)
            taken.append(.init(port: port, proto: proto))
            return port
        } catch {
            throw .internalError("failed to allocate a nodePort: range is full")
        }
    }

    // MARK: Updates

    /// What a Service was given stays, unless the update says otherwise or has no more use for it.
    static func keepAllocated(_ object: inout JSON, old: JSON) {
        guard !old.isNull else { return }
        let spec = old["spec"]
        if needsAddress(object), needsAddress(old) {
            if (object["spec"]["clusterIP"].string ?? "").isEmpty { object["spec"]["clusterIP"] = spec["clusterIP"] }
            if object["spec"]["clusterIPs"].isEmptyValue, object["spec"]["clusterIP"] == spec["clusterIP"] {
                object["spec"]["clusterIPs"] = spec["clusterIPs"]
            }
        } else if !needsAddress(object), object["spec"]["clusterIP"] == spec["clusterIP"] {
            for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] { object["spec"][field] = .null }
        }
        keepPorts(&object, old: old)
        if (object["spec"]["healthCheckNodePort"].int ?? 0) == 0, object["spec"]["externalTrafficPolicy"].string == "Local",
            object["spec"]["type"].string == "LoadBalancer"
        {
            object["spec"]["healthCheckNodePort"] = spec["healthCheckNodePort"]
        }
    }

    private static func keepPorts(_ object: inout JSON, old: JSON) {
        let before = old["spec"]["ports"].array ?? []
        guard var entries = object["spec"]["ports"].array, !before.isEmpty else { return }
        if needsPorts(object), needsPorts(old) {
            var used = Set(entries.compactMap { $0["nodePort"].int })
            for index in entries.indices where (entries[index]["nodePort"].int ?? 0) == 0 {
                let same = before.first {
                    $0["port"] == entries[index]["port"] && ($0["protocol"].string ?? "TCP") == (entries[index]["protocol"].string ?? "TCP")
                }
                if let port = same?["nodePort"].int, port != 0, used.insert(port).inserted { entries[index]["nodePort"] = JSON(port) }
            }
        } else if needsPorts(old), object["spec"]["type"].string == "ClusterIP" {
            let given = Set(before.compactMap { $0["nodePort"].int })
            for index in entries.indices where entries[index]["nodePort"].int.map(given.contains) ?? false {
                entries[index]["nodePort"] = .null
            }
        }
        object["spec"]["ports"] = .array(entries)
    }
}
