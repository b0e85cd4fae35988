// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Service: one stable address in front of changing pods.
package struct Service: Resource {
    package static let type = ResourceType.services
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: ServiceSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: ServiceStatus { get { self["status"] } set { self["status"] = newValue } }

    /// Without cluster address: DNS names the pods themselves.
    package var isHeadless: Bool { spec.clusterIP == "None" }
}

/// What a service offers and to whom.
package struct ServiceSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var selector: [String: String] { get { self["selector"] } set { self["selector"] = newValue } }
    package var ports: [ServicePort] { get { self["ports"] } set { self["ports"] = newValue } }
    package var clusterIP: String { get { self["clusterIP"] } set { self["clusterIP"] = newValue } }
    package var clusterIPs: [String] { get { self["clusterIPs"] } set { self["clusterIPs"] = newValue } }
    package var externalIPs: [String] { get { self["externalIPs"] } set { self["externalIPs"] = newValue } }
    package var sessionAffinity: String { get { self["sessionAffinity"] } set { self["sessionAffinity"] = newValue } }
    package var sessionAffinityConfig: SessionAffinityConfig? {
        get { self["sessionAffinityConfig"] } set { self["sessionAffinityConfig"] = newValue }
    }
    package var loadBalancerIP: String { get { self["loadBalancerIP"] } set { self["loadBalancerIP"] = newValue } }
    package var loadBalancerClass: String? { get { self["loadBalancerClass"] } set { self["loadBalancerClass"] = newValue } }
    package var loadBalancerSourceRanges: [String] {
        get { self["loadBalancerSourceRanges"] } set { self["loadBalancerSourceRanges"] = newValue }
    }
    package var externalName: String { get { self["externalName"] } set { self["externalName"] = newValue } }
    package var externalTrafficPolicy: String { get { self["externalTrafficPolicy"] } set { self["externalTrafficPolicy"] = newValue } }
    package var internalTrafficPolicy: String? { get { self["internalTrafficPolicy"] } set { self["internalTrafficPolicy"] = newValue } }
    package var healthCheckNodePort: Int? { get { self["healthCheckNodePort"] } set { self["healthCheckNodePort"] = newValue } }
    package var publishNotReadyAddresses: Bool {
        get { self["publishNotReadyAddresses"] } set { self["publishNotReadyAddresses"] = newValue }
    }
    package var ipFamilies: [String] { get { self["ipFamilies"] } set { self["ipFamilies"] = newValue } }
    package var ipFamilyPolicy: String? { get { self["ipFamilyPolicy"] } set { self["ipFamilyPolicy"] = newValue } }
    package var allocateLoadBalancerNodePorts: Bool? {
        get { self["allocateLoadBalancerNodePorts"] } set { self["allocateLoadBalancerNodePorts"] = newValue }
    }
    package var trafficDistribution: String? { get { self["trafficDistribution"] } set { self["trafficDistribution"] = newValue } }
}

/// One port of a service.
package struct ServicePort: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var `protocol`: String { get { self["protocol"] } set { self["protocol"] = newValue } }
    package var appProtocol: String? { get { self["appProtocol"] } set { self["appProtocol"] = newValue } }
    package var port: Int { get { self["port"] } set { self["port"] = newValue } }
    package var targetPort: IntOrString? { get { self["targetPort"] } set { self["targetPort"] = newValue } }
    package var nodePort: Int? { get { self["nodePort"] } set { self["nodePort"] = newValue } }
}

/// How long a client keeps its pod.
package struct SessionAffinityConfig: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var clientIP: ClientIPConfig { get { self["clientIP"] } set { self["clientIP"] = newValue } }
}

/// Seconds without traffic after which a client may land elsewhere.
package struct ClientIPConfig: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var timeoutSeconds: Int? { get { self["timeoutSeconds"] } set { self["timeoutSeconds"] = newValue } }
}

/// What has been given to a service.
package struct ServiceStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var loadBalancer: LoadBalancerStatus { get { self["loadBalancer"] } set { self["loadBalancer"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}

/// The addresses under which a load balancer answers.
package struct LoadBalancerStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ingress: [LoadBalancerIngress] { get { self["ingress"] } set { self["ingress"] = newValue } }
}

/// One address or name of a load balancer.
package struct LoadBalancerIngress: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var ip: String { get { self["ip"] } set { self["ip"] = newValue } }
    package var hostname: String { get { self["hostname"] } set { self["hostname"] = newValue } }
    package var ipMode: String? { get { self["ipMode"] } set { self["ipMode"] = newValue } }
}
