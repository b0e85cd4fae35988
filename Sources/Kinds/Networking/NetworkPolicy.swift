internal import Document
internal import Resources
internal import Schema

/// networking.k8s.io/v1 NetworkPolicy.
struct NetworkPolicyRules: KindBehaviour {
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, TableColumn("Pod-Selector"), .age] }

    /// A policy is about incoming traffic, and about outgoing traffic when it has rules for it.
    func applyDefaults(_ object: inout JSON) {
        guard object["spec"]["policyTypes"].array?.isEmpty ?? true else { return }
        object["spec"]["policyTypes"] = (object["spec"]["egress"].array ?? []).isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        SpecChecks.labelSelector(spec["podSelector"], "spec.podSelector", &errors)
        for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in (spec[direction].array ?? []).enumerated() {
                let path = FieldPath("spec").child(direction).index(index)
                for (position, port) in (rule["ports"].array ?? []).enumerated() {
                    self.port(port, path.child("ports").index(position), &errors)
                }
                for (position, peer) in (rule[peers].array ?? []).enumerated() {
                    self.peer(peer, path.child(peers).index(position), &errors)
                }
            }
        }
        let types = spec["policyTypes"]
        if types.strings.count > 2 {
            return errors.append(.invalid("spec.policyTypes", types, "may not specify more than two policyTypes"))
        }
        let known = ["Ingress", "Egress"]
        for (index, type) in types.strings.enumerated() where !known.contains(type) {
            errors.append(.notSupported(FieldPath("spec.policyTypes").index(index), type, known))
        }
    }

    private func port(_ port: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let protocols = ["TCP", "UDP", "SCTP"]
        if let name = port["protocol"].string, !protocols.contains(name) {
            errors.append(.notSupported(path.child("protocol"), name, protocols))
        }
        let end = port["endPort"].int
        switch port["port"] {
        case .null:
            if let end { errors.append(.invalid(path.child("endPort"), end, "may not be specified when `port` is not specified")) }
        case .string(let name):
            if let end { errors.append(.invalid(path.child("endPort"), end, "may not be specified when `port` is non-numeric")) }
            for problem in NameRules.portName(name) { errors.append(.invalid(path.child("port"), name, problem)) }
        case let value:
            let number = value.int ?? 0
            for problem in NameRules.portNumber(number) { errors.append(.invalid(path.child("port"), number, problem)) }
            guard let end else { return }
            if end < number { errors.append(.invalid(path.child("endPort"), number, "must be greater than or equal to `port`")) }
            for problem in NameRules.portNumber(end) { errors.append(.invalid(path.child("endPort"), end, problem)) }
        }
    }

    private func peer(_ peer: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let selectors = ["podSelector", "namespaceSelector"].filter { !peer[$0].isNull }
        for key in selectors { SpecChecks.labelSelector(peer[key], path.child(key), &errors) }
        let block = peer["ipBlock"]
        if !block.isNull { self.block(block, path.child("ipBlock"), &errors) }
        if selectors.isEmpty, block.isNull {
            errors.append(.required(path, "must specify a peer"))
        } else if !selectors.isEmpty, !block.isNull {
            errors.append(.forbidden(path, "may not specify both ipBlock and another peer"))
        }
    }

    private func block(_ block: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let text = block["cidr"].string ?? ""
        if text.isEmpty { return errors.append(.required(path.child("cidr"))) }
        guard AddressRange.isRange(text) else { return errors.append(.invalid(path.child("cidr"), text, AddressRange.message)) }
        for (index, except) in block["except"].strings.enumerated() {
            let path = path.child("except").index(index)
            guard AddressRange.isRange(except) else {
                errors.append(.invalid(path, except, AddressRange.message))
                continue
            }
            if let outer = CIDR(text), let inner = CIDR(except), outer.prefix >= inner.prefix || !outer.contains(inner.base) {
                errors.append(.invalid(path, except, "must be a strict subset of `cidr`"))
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, .string(object["spec"]["podSelector"].selectorText), object.ageCell(now: now)]
    }
}
