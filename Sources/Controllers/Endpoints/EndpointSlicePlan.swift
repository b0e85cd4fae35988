internal import Document
internal import Resources

/// Which EndpointSlices (discovery.k8s.io/v1) to write so that they hold just these endpoints, touching as few as may be.
struct EndpointSlicePlan: Sendable {
    /// Endpoints in one slice.
    static let sliceSize = 100
    static let controllerName = "endpointslice-controller.k8s.io"
    static let mirroringName = "endpointslicemirroring-controller.k8s.io"
    /// Annotations that are about the Endpoints object itself.
    static let ownAnnotations = ["endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration"]
    static let skipMirrorLabel = "endpointslice.kubernetes.io/skip-mirror"
    /// On Endpoints that are a lock and not endpoints.
    static let leaderAnnotation = "control-plane.alpha.kubernetes.io/leader"

    /// Whose slices these are.
    struct Frame: Sendable {
        let service: ObjectKey
        let owner: OwnerReference
        let managedBy: String
        /// Of the object that the slices are made from.
        let labels: [String: String]
        /// Nil: those that are there stay.
        let annotations: [String: String]?
        let isHeadless: Bool

        init(_ service: Service) {
            self.service = service.key
            owner = service.controllerReference
            managedBy = EndpointSlicePlan.controllerName
            labels = service.labels
            annotations = nil
            isHeadless = ServiceBackends.isHeadless(service)
        }

        init(_ service: Service, mirroring endpoints: Endpoints) {
            self.service = service.key
            owner = endpoints.controllerReference
            managedBy = EndpointSlicePlan.mirroringName
            labels = endpoints.labels
            annotations = endpoints.annotations.filter { !EndpointSlicePlan.ownAnnotations.contains($0.key) }
            isHeadless = false
        }
    }

    var create: [EndpointSlice] = []
    var update: [EndpointSlice] = []
    var delete: [EndpointSlice] = []

    /// - Parameter existing: the slices of the service that one of these controllers wrote, for this or another purpose.
    init(_ frame: Frame, groups: [EndpointGroup], existing: [EndpointSlice]) {
        let usable = { (slice: EndpointSlice) in
            !slice.isBeingDeleted && slice.labels[EndpointSlice.managedByLabel] == frame.managedBy
                && slice.metadata.controllerOwner?.uid == frame.owner.uid && slice.addressType == "IPv4"
        }
        delete = existing.filter { !usable($0) && !$0.isBeingDeleted }
        var unused = existing.filter(usable).sorted { $0.key < $1.key }
        for group in groups {
            let reusable = unused.filter { $0.ports.map(\.complete) == group.ports }
            unused.removeAll { $0.ports.map(\.complete) == group.ports }
            settle(group, into: reusable, frame)
        }
        // A slice whose ports nobody has any more is used anew rather than deleted.
        while let slice = unused.popLast() {
            guard let new = create.popLast() else {
                delete.append(slice)
                continue
            }
            update.append(Self.fill(slice, frame, new.ports, new.json["endpoints"].array ?? []))
        }
    }

    /// Every endpoint stays in the slice it is in; room in slices that change anyway is filled first.
    private mutating func settle(_ group: EndpointGroup, into slices: [EndpointSlice], _ frame: Frame) {
        var left: [String: JSON] = [:]
        for endpoint in group.endpoints { left[EndpointGroup.identity(endpoint)] = endpoint }
        var kept = slices.map { slice -> (slice: EndpointSlice, endpoints: [JSON], isChanged: Bool) in
            let held = slice.json["endpoints"].array ?? []
            let endpoints = held.compactMap { left.removeValue(forKey: EndpointGroup.identity($0)) }
            return (slice, endpoints, endpoints != held)
        }
        var fresh = group.endpoints.filter { left.removeValue(forKey: EndpointGroup.identity($0)) != nil }[...]
        let order = kept.indices.sorted { a, b in
            kept[a].isChanged != kept[b].isChanged ? kept[a].isChanged : kept[a].endpoints.count > kept[b].endpoints.count
        }
        for index in order where !fresh.isEmpty && kept[index].endpoints.count < Self.sliceSize {
            let room = Self.sliceSize - kept[index].endpoints.count
            kept[index].endpoints += fresh.prefix(room)
            fresh = fresh.dropFirst(room)
        }
        write(kept.map { ($0.slice, $0.endpoints) }, fresh: Array(fresh), group, frame)
    }

    private mutating func write(_ kept: [(slice: EndpointSlice, endpoints: [JSON])], fresh: [JSON], _ group: EndpointGroup, _ frame: Frame)
    {
        // A group without endpoints keeps one slice, or gets one.
        var needsPlaceholder = group.endpoints.isEmpty
        for (slice, endpoints) in kept {
            if endpoints.isEmpty, !needsPlaceholder {
                delete.append(slice)
                continue
            }
            if endpoints.isEmpty { needsPlaceholder = false }
            let wished = Self.fill(slice, frame, group.ports, endpoints)
            if wished.json != slice.json { update.append(wished) }
        }
        for start in stride(from: 0, to: fresh.count, by: Self.sliceSize) {
            create.append(Self.fill(Self.new(frame), frame, group.ports, Array(fresh[start..<min(start + Self.sliceSize, fresh.count)])))
        }
        if needsPlaceholder { create.append(Self.fill(Self.new(frame), frame, group.ports, [])) }
    }

    private static func new(_ frame: Frame) -> EndpointSlice {
        var slice = EndpointSlice(name: "", namespace: frame.service.namespace)
        slice.json["metadata"] = ["generateName": .string(frame.service.name + "-"), "namespace": .string(frame.service.namespace)]
        slice.metadata.ownerReferences = [frame.owner]
        slice.addressType = "IPv4"
        return slice
    }

    private static func fill(_ slice: EndpointSlice, _ frame: Frame, _ ports: [EndpointPort], _ endpoints: [JSON]) -> EndpointSlice {
        var slice = slice
        var labels = frame.labels
        labels[EndpointSlice.serviceNameLabel] = frame.service.name
        labels[EndpointSlice.managedByLabel] = frame.managedBy
        if frame.isHeadless { labels[EndpointsPlan.headlessLabel] = "" }
        if labels != slice.labels { slice.metadata.labels = labels }
        if let annotations = frame.annotations, annotations != slice.annotations { slice.metadata.annotations = annotations }
        if slice.json["endpoints"].array ?? [] != endpoints || slice.json["endpoints"].isNull {
            slice.json["endpoints"] = .array(endpoints)
        }
        if ports != slice.ports.map(\.complete) || slice.json["ports"].isNull { slice.json["ports"] = .array(ports.map(\.json)) }
        return slice
    }
}
