// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// What a pod is to run, and where.
package struct PodSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var nodeName: String { get { self["nodeName"] } set { self["nodeName"] = newValue } }
    package var containers: [Container] { get { self["containers"] } set { self["containers"] = newValue } }
    package var initContainers: [Container] { get { self["initContainers"] } set { self["initContainers"] = newValue } }
    package var ephemeralContainers: [Container] { get { self["ephemeralContainers"] } set { self["ephemeralContainers"] = newValue } }
    package var volumes: [Volume] { get { self["volumes"] } set { self["volumes"] = newValue } }
    package var restartPolicy: String { get { self["restartPolicy"] } set { self["restartPolicy"] = newValue } }
    package var terminationGracePeriodSeconds: Int? {
        get { self["terminationGracePeriodSeconds"] } set { self["terminationGracePeriodSeconds"] = newValue }
    }
    package var activeDeadlineSeconds: Int? { get { self["activeDeadlineSeconds"] } set { self["activeDeadlineSeconds"] = newValue } }
    package var dnsPolicy: String { get { self["dnsPolicy"] } set { self["dnsPolicy"] = newValue } }
    package var nodeSelector: [String: String] { get { self["nodeSelector"] } set { self["nodeSelector"] = newValue } }
    package var serviceAccountName: String { get { self["serviceAccountName"] } set { self["serviceAccountName"] = newValue } }
    package var automountServiceAccountToken: Bool? {
        get { self["automountServiceAccountToken"] } set { self["automountServiceAccountToken"] = newValue }
    }
    package var hostNetwork: Bool { get { self["hostNetwork"] } set { self["hostNetwork"] = newValue } }
    package var hostPID: Bool { get { self["hostPID"] } set { self["hostPID"] = newValue } }
    package var hostIPC: Bool { get { self["hostIPC"] } set { self["hostIPC"] = newValue } }
    package var shareProcessNamespace: Bool? { get { self["shareProcessNamespace"] } set { self["shareProcessNamespace"] = newValue } }
    package var securityContext: PodSecurityContext { get { self["securityContext"] } set { self["securityContext"] = newValue } }
    package var imagePullSecrets: [ObjectReference] { get { self["imagePullSecrets"] } set { self["imagePullSecrets"] = newValue } }
    package var hostname: String { get { self["hostname"] } set { self["hostname"] = newValue } }
    package var subdomain: String { get { self["subdomain"] } set { self["subdomain"] = newValue } }
    package var setHostnameAsFQDN: Bool? { get { self["setHostnameAsFQDN"] } set { self["setHostnameAsFQDN"] = newValue } }
    package var affinity: Affinity? { get { self["affinity"] } set { self["affinity"] = newValue } }
    package var schedulerName: String { get { self["schedulerName"] } set { self["schedulerName"] = newValue } }
    package var tolerations: [Toleration] { get { self["tolerations"] } set { self["tolerations"] = newValue } }
    package var hostAliases: [HostAlias] { get { self["hostAliases"] } set { self["hostAliases"] = newValue } }
    package var priorityClassName: String { get { self["priorityClassName"] } set { self["priorityClassName"] = newValue } }
    package var priority: Int? { get { self["priority"] } set { self["priority"] = newValue } }
    package var dnsConfig: PodDNSConfig? { get { self["dnsConfig"] } set { self["dnsConfig"] = newValue } }
    package var readinessGates: [PodReadinessGate] { get { self["readinessGates"] } set { self["readinessGates"] = newValue } }
    package var runtimeClassName: String? { get { self["runtimeClassName"] } set { self["runtimeClassName"] = newValue } }
    package var enableServiceLinks: Bool? { get { self["enableServiceLinks"] } set { self["enableServiceLinks"] = newValue } }
    package var preemptionPolicy: String? { get { self["preemptionPolicy"] } set { self["preemptionPolicy"] = newValue } }
    package var overhead: [String: Quantity] { get { self["overhead"] } set { self["overhead"] = newValue } }
    package var topologySpreadConstraints: [TopologySpreadConstraint] {
        get { self["topologySpreadConstraints"] } set { self["topologySpreadConstraints"] = newValue }
    }
    package var schedulingGates: [PodSchedulingGate] { get { self["schedulingGates"] } set { self["schedulingGates"] = newValue } }
}

/// A line of the pod's `/etc/hosts`.
package struct HostAlias: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ip: String { get { self["ip"] } set { self["ip"] = newValue } }
    package var hostnames: [String] { get { self["hostnames"] } set { self["hostnames"] = newValue } }
}

/// Resolver settings beside or instead of those of `dnsPolicy`.
package struct PodDNSConfig: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var nameservers: [String] { get { self["nameservers"] } set { self["nameservers"] = newValue } }
    package var searches: [String] { get { self["searches"] } set { self["searches"] = newValue } }
    package var options: [PodDNSConfigOption] { get { self["options"] } set { self["options"] = newValue } }
}

/// One `options` word of resolv.conf.
package struct PodDNSConfigOption: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var value: String? { get { self["value"] } set { self["value"] = newValue } }
}

/// A further condition the pod must have to be ready.
package struct PodReadinessGate: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var conditionType: String { get { self["conditionType"] } set { self["conditionType"] = newValue } }
}

/// A gate that keeps the pod from being scheduled.
package struct PodSchedulingGate: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
}

/// Identity and privileges of all containers of a pod.
package struct PodSecurityContext: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var runAsUser: Int? { get { self["runAsUser"] } set { self["runAsUser"] = newValue } }
    package var runAsGroup: Int? { get { self["runAsGroup"] } set { self["runAsGroup"] = newValue } }
    package var runAsNonRoot: Bool? { get { self["runAsNonRoot"] } set { self["runAsNonRoot"] = newValue } }
    package var supplementalGroups: [JSON] { get { self["supplementalGroups"] } set { self["supplementalGroups"] = newValue } }
    package var fsGroup: Int? { get { self["fsGroup"] } set { self["fsGroup"] = newValue } }
    package var fsGroupChangePolicy: String? { get { self["fsGroupChangePolicy"] } set { self["fsGroupChangePolicy"] = newValue } }
    package var sysctls: [Sysctl] { get { self["sysctls"] } set { self["sysctls"] = newValue } }
    package var seccompProfile: JSON? { get { self["seccompProfile"] } set { self["seccompProfile"] = newValue } }
    package var seLinuxOptions: JSON? { get { self["seLinuxOptions"] } set { self["seLinuxOptions"] = newValue } }
}

/// A kernel parameter of the pod.
package struct Sysctl: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var value: String { get { self["value"] } set { self["value"] = newValue } }
}

/// The pod that a controller makes.
package struct PodTemplateSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var metadata: ObjectMeta { get { self["metadata"] } set { self["metadata"] = newValue } }
    package var spec: PodSpec { get { self["spec"] } set { self["spec"] = newValue } }
}
