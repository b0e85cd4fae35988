internal import Resources

/// What a service and its endpoints ask of the packet filter of one node. Pure.
package enum ServiceRules {
    package static func ruleSet(
        _ service: ServiceFacts, _ slices: some Collection<EndpointFacts>, at place: Topology = Topology()
    ) -> ServiceRuleSet {
        var rules = ServiceRuleSet()
        for port in service.ports {
            let backends = PortBackends(slices, port: port.name, port.transport, at: place)
            rules.frontends += frontends(service, port, backends)
            rules.localBackends.formUnion(backends.local.map(\.address))
        }
        return rules
    }

    private static func frontends(_ service: ServiceFacts, _ port: ServiceFacts.Port, _ backends: PortBackends) -> [Frontend] {
        let everywhere = action(backends.everywhere, service)
        let local = backends.local.isEmpty && !backends.everywhere.isEmpty ? .drop : action(backends.local, service)
        var frontends = [
            Frontend(
                FrontendKey(.services, address: service.clusterAddress, port.transport, port.port),
                service.internalTrafficIsLocal ? local : everywhere)
        ]
        for address in service.externalAddresses {
            let sources = service.loadBalancerAddresses.contains(address) ? service.allowedSources : nil
            frontends.append(
                Frontend(FrontendKey(.services, address: address, port.transport, port.port), everywhere, allowedSources: sources))
        }
        if let nodePort = port.nodePort { frontends.append(Frontend(FrontendKey(.nodePorts, port.transport, nodePort), everywhere)) }
        // With nobody at all the frontends above refuse; clients outside fall through to them.
        guard service.externalTrafficIsLocal, !backends.everywhere.isEmpty else { return frontends }
        for address in service.externalAddresses {
            frontends.append(Frontend(FrontendKey(.outsideServices, address: address, port.transport, port.port), local))
        }
        if let nodePort = port.nodePort { frontends.append(Frontend(FrontendKey(.outsideNodePorts, port.transport, nodePort), local)) }
        return frontends
    }

    private static func action(_ backends: [Backend], _ service: ServiceFacts) -> FrontendAction {
        backends.isEmpty ? .refuse : .forward(backends, affinitySeconds: service.affinitySeconds)
    }
}
