internal import Document
internal import Resources

extension DescribePage {
    mutating func networkPolicy(_ policy: JSON) {
        let spec = policy["spec"]
        nameAndNamespace(policy)
        field("Created on", policy["metadata"]["creationTimestamp"].timestamp.map(GoTime.plain) ?? "<nil>")
        labelsAndAnnotations(policy)
        line("Spec:")
        let selector = spec["podSelector"].selectorText
        write(1, "PodSelector: ")
        line(
            2, selector.isEmpty ? "<none> (Allowing the specific traffic to all pods in this namespace)" : selector)
        let types = spec["policyTypes"].strings
        for (type, member, peers) in [("Ingress", "ingress", "from"), ("Egress", "egress", "to")] {
            if types.contains(type) {
                line(1, "Allowing \(member) traffic:")
                policyRules(spec[member].items, direction: member, peers: peers)
            } else {
                line(1, "Not affecting \(member) traffic")
            }
        }
        line(1, "Policy Types: " + types.joined(separator: ", ").orNone)
    }

    private mutating func policyRules(_ rules: [JSON], direction: String, peers member: String) {
        let inner = "    "
        let isIngress = direction == "ingress"
        if rules.isEmpty { return line(inner + "<none> (Selected pods are isolated for \(direction) connectivity)") }
        for (index, rule) in rules.enumerated() {
            if rule["ports"].items.isEmpty { line(inner + "To Port: <any> (traffic allowed to all ports)") }
            for port in rule["ports"].items {
                let transport = port["protocol"].string ?? "TCP"
                let number = port["port"].isNull ? "<nil>" : port["port"].intOrString
                if let end = port["endPort"].int {
                    line(inner + "To Port Range: \(number)-\(end)/\(transport)")
                } else {
                    line(inner + "To Port: \(number)/\(transport)")
                }
            }
            let title = isIngress ? "From" : "To"
            if rule[member].items.isEmpty {
                line(inner + "\(title): <any> (traffic not restricted by \(isIngress ? "source" : "destination"))")
            }
            for peer in rule[member].items {
                line(inner + title + ":")
                policyPeer(peer, inner)
            }
            if index < rules.count - 1 { line(inner + "----------") }
        }
    }

    private mutating func policyPeer(_ peer: JSON, _ inner: String) {
        if peer["namespaceSelector"].isPresent { line(1, inner + "NamespaceSelector: " + peer["namespaceSelector"].selectorOrNone) }
        if peer["podSelector"].isPresent { line(1, inner + "PodSelector: " + peer["podSelector"].selectorOrNone) }
        guard peer["podSelector"].isNull, peer["namespaceSelector"].isNull, peer["ipBlock"].isPresent else { return }
        line(1, inner + "IPBlock:")
        line(2, inner + "CIDR: " + peer["ipBlock"]["cidr"].words)
        line(2, inner + "Except: " + peer["ipBlock"]["except"].strings.joined(separator: ", "))
    }
}
