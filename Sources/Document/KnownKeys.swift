#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names that most members of Kubernetes objects have. Whoever reads one of them gets the constant instead of a string that is made anew,
/// for which the bytes would be checked again and, beyond 15 of them, memory allocated.
package struct KnownKeys: Sendable {
    package static let shared = KnownKeys(names)

    private static let slotCount = 1_024
    private static let none = UInt16.max

    private let names: [String]
    /// All names one after the other, and where each begins; the last entry is the end.
    private let text: [UInt8]
    private let starts: [Int]
    /// Positions in `names` by hash; names whose place is taken stand in the next free one.
    private let slots: [UInt16]

    init(_ names: [String]) {
        var slots = [UInt16](repeating: Self.none, count: Self.slotCount)
        for (position, name) in names.enumerated() {
            var slot = Array(name.utf8).withUnsafeBufferPointer { Self.hash($0) }
            while slots[slot] != Self.none { slot = (slot + 1) % Self.slotCount }
            slots[slot] = UInt16(position)
        }
        self.names = names
        text = names.flatMap(\.utf8)
        starts = names.reduce(into: [0]) { starts, name in starts.append((starts.last ?? 0) + name.utf8.count) }
        self.slots = slots
    }

    /// The text of `bytes`: the constant if it is a known one, else a string of its own.
    package func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if bytes.isEmpty { return "" }
        return name(bytes, hash: Self.hash(bytes)) ?? String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameter hash: that of the bytes, of which there is at least one.
    @inline(__always)
    func name(_ bytes: UnsafeBufferPointer<UInt8>, hash: Int) -> String? {
        var slot = hash
        while slots[slot] != Self.none {
            let position = Int(slots[slot])
            if starts[position + 1] - starts[position] == bytes.count, isSame(bytes, from: starts[position]) { return names[position] }
            slot = (slot + 1) % Self.slotCount
        }
        return nil
    }

    @inline(__always)
    private func isSame(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        text.withUnsafeBufferPointer { text in
            guard let known = text.baseAddress, let found = bytes.baseAddress else { return false }
            return memcmp(known + start, found, bytes.count) == 0
        }
    }

    /// - Parameter bytes: at least one.
    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let (first, middle, last) = (Int(bytes[0]), Int(bytes[bytes.count / 2]), Int(bytes[bytes.count - 1]))
        return (bytes.count &* 37 &+ first &* 131 &+ middle &* 29 &+ last &* 7) % slotCount
    }

    private static let names = [
        // Every object.
        "kind", "apiVersion", "metadata", "spec", "status", "data", "type", "name", "namespace", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
        "generateName", "managedFields", "controller", "blockOwnerDeletion", "manager", "operation", "time", "fieldsType", "fieldsV1",
        "subresource", "key", "value", "items", "continue", "remainingItemCount", "message", "reason", "details", "code", "path",
        // Pods and their templates.
        "containers", "initContainers", "ephemeralContainers", "volumes", "image", "command", "args", "ports", "containerPort", "hostPort",
        "protocol", "env", "envFrom", "valueFrom", "fieldRef", "fieldPath", "configMapKeyRef", "secretKeyRef", "resourceFieldRef",
        "resources", "limits", "requests", "cpu", "memory", "ephemeral-storage", "volumeMounts", "mountPath", "readOnly", "subPath",
        "livenessProbe", "readinessProbe", "startupProbe", "httpGet", "tcpSocket", "exec", "port", "scheme", "host",
        "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold", "terminationMessagePath",
        "terminationMessagePolicy", "imagePullPolicy", "securityContext", "restartPolicy", "terminationGracePeriodSeconds", "dnsPolicy",
        "serviceAccountName", "serviceAccount", "schedulerName", "nodeName", "nodeSelector", "hostNetwork", "tolerations", "effect",
        "operator", "tolerationSeconds", "priority", "priorityClassName", "enableServiceLinks", "preemptionPolicy", "affinity", "template",
        "projected", "sources", "serviceAccountToken", "expirationSeconds", "configMap", "downwardAPI", "defaultMode", "secret",
        "secretName", "emptyDir", "hostPath", "persistentVolumeClaim", "claimName", "automountServiceAccountToken", "lifecycle",
        "topologySpreadConstraints", "imagePullSecrets", "optional", "mode", "overhead", "hostname", "subdomain",
        // What becomes of them.
        "phase", "conditions", "lastTransitionTime", "lastProbeTime", "lastUpdateTime", "lastHeartbeatTime", "observedGeneration",
        "qosClass", "hostIP", "hostIPs", "podIP", "podIPs", "ip", "startTime", "containerStatuses", "initContainerStatuses", "state",
        "lastState", "running", "waiting", "terminated", "startedAt", "finishedAt", "exitCode", "containerID", "imageID", "ready",
        "restartCount", "started", "allocatedResources",
        // What field selectors may ask for, which every stored object names.
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
        "status.podIP", "status.nominatedNodeName", "status.successful", "status.replicas", "spec.unschedulable", "involvedObject.kind",
        "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reportingComponent",
        // Workloads, services, nodes, events.
        "replicas", "readyReplicas", "availableReplicas", "updatedReplicas", "fullyLabeledReplicas", "selector", "matchLabels",
        "matchExpressions", "values", "strategy", "rollingUpdate", "maxSurge", "maxUnavailable", "revisionHistoryLimit",
        "progressDeadlineSeconds", "minReadySeconds", "completions", "parallelism", "backoffLimit", "clusterIP", "clusterIPs",
        "targetPort", "nodePort", "sessionAffinity", "internalTrafficPolicy", "ipFamilies", "ipFamilyPolicy", "endpoints", "addresses",
        "addressType", "targetRef", "serving", "terminating", "capacity", "allocatable", "nodeInfo", "taints", "unschedulable", "podCIDR",
        "podCIDRs", "address", "holderIdentity", "leaseDurationSeconds", "renewTime", "acquireTime", "leaseTransitions",
        "involvedObject", "source", "component", "firstTimestamp", "lastTimestamp", "count", "eventTime",
        "reportingInstance", "default-scheduler", "rules", "verbs", "apiGroups", "roleRef", "subjects",
        // The same in the records of who manages which field, where every object has dozens; shorter ones need no memory of their own.
        "f:imagePullPolicy", "f:failureThreshold", "f:initialDelaySeconds", "f:successThreshold", "f:timeoutSeconds",
        "f:terminationMessagePath", "f:terminationMessagePolicy", "f:enableServiceLinks", "f:securityContext",
        "f:terminationGracePeriodSeconds", "f:readinessProbe", "f:resourceFieldRef", "f:serviceAccountName", "f:serviceAccount",
        "f:preemptionPolicy", "f:priorityClassName", "f:initContainers", "f:containerStatuses", "f:initContainerStatuses",
        "f:lastTransitionTime", "f:lastHeartbeatTime", "f:observedGeneration", "f:ownerReferences", "f:involvedObject",
        "f:firstTimestamp", "f:reportingComponent", "f:reportingInstance", "f:revisionHistoryLimit", "f:progressDeadlineSeconds",
        "f:availableReplicas", "f:updatedReplicas", "f:fullyLabeledReplicas", "f:automountServiceAccountToken", "f:ephemeral-storage",
        "f:holderIdentity", "f:leaseDurationSeconds", "f:leaseTransitions", "f:internalTrafficPolicy", "f:sessionAffinity",
        "f:ipFamilyPolicy", "f:maxUnavailable", "f:configMapKeyRef",
    ]
}
