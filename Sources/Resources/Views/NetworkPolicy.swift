// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// networking.k8s.io/v1 NetworkPolicy: who may talk to some pods, and to whom they may talk.
package struct NetworkPolicy: Resource {
    package static let type = ResourceType.networkPolicies
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: NetworkPolicySpec { get { self["spec"] } set { self["spec"] = newValue } }
}

/// Which pods, and what is allowed to and from them.
package struct NetworkPolicySpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var podSelector: JSON { get { self["podSelector"] } set { self["podSelector"] = newValue } }
    package var policyTypes: [String] { get { self["policyTypes"] } set { self["policyTypes"] = newValue } }
    package var ingress: [NetworkPolicyRule] { get { self["ingress"] } set { self["ingress"] = newValue } }
    package var egress: [NetworkPolicyRule] { get { self["egress"] } set { self["egress"] = newValue } }
}

/// One way in (`from`) or out (`to`); without peers for everyone, without ports for all.
package struct NetworkPolicyRule: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var from: [NetworkPolicyPeer] { get { self["from"] } set { self["from"] = newValue } }
    package var to: [NetworkPolicyPeer] { get { self["to"] } set { self["to"] = newValue } }
    package var ports: [NetworkPolicyPort] { get { self["ports"] } set { self["ports"] = newValue } }
}

/// Pods, or a block of addresses.
package struct NetworkPolicyPeer: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var podSelector: JSON? { get { self["podSelector"] } set { self["podSelector"] = newValue } }
    package var namespaceSelector: JSON? { get { self["namespaceSelector"] } set { self["namespaceSelector"] = newValue } }
    package var ipBlock: IPBlock? { get { self["ipBlock"] } set { self["ipBlock"] = newValue } }
}

package struct IPBlock: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var cidr: String { get { self["cidr"] } set { self["cidr"] = newValue } }
    package var except: [String] { get { self["except"] } set { self["except"] = newValue } }
}

/// A port by number or by the pods' name for it; `endPort` ends a range.
package struct NetworkPolicyPort: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var `protocol`: String { get { self["protocol"] } set { self["protocol"] = newValue } }
    package var port: IntOrString? { get { self["port"] } set { self["port"] = newValue } }
    package var endPort: Int? { get { self["endPort"] } set { self["endPort"] = newValue } }
}
