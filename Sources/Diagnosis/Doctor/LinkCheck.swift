/// A way on which a packet of the cluster goes, and what it means when it does not arrive.
package enum Link: Sendable, Hashable {
    /// From a pod; the text is its node.
    case podToAPI(from: String)
    case podToPod(from: String, to: String)
    case podToDNS(from: String, overTCP: Bool)
    case podToName(from: String)
    case podToService(from: String)
    /// From a node on another machine, in its own network.
    case nodeToPod(from: String, to: String)
    case nodeToAPI(from: String)
    case nodeToDNS(from: String)
    case nodeToService(from: String)
    /// From the machine of the server.
    case machineToPod(on: String)
    case machineToService
    case machineToNodePort(node: String)
    case machineToLoadBalancer
    case machineToIngress
}

package enum LinkOutcome: Sendable, Hashable {
    case answered(String)
    case refused
    case silent
    case failed(String)
}

extension Link {
    package var area: Finding.Area {
        switch self {
        case .podToPod, .nodeToPod, .machineToPod: .pods
        case .podToDNS, .podToName, .nodeToDNS: .names
        case .podToAPI, .podToService, .nodeToAPI, .nodeToService, .machineToService: .services
        case .machineToNodePort, .machineToLoadBalancer, .machineToIngress: .outside
        }
    }

    var what: String {
        switch self {
        case .podToAPI(let node): "pod on \(node) → API by its service"
        case .podToPod(let from, let to): from == to ? "pod on \(from) → pod on the same node" : "pod on \(from) → pod on \(to)"
        case .podToDNS(let node, let overTCP): "pod on \(node) → DNS by \(overTCP ? "TCP" : "UDP")"
        case .podToName(let node): "pod on \(node) → a service's name"
        case .podToService(let node): "pod on \(node) → service"
        case .nodeToPod(let from, let to): "node \(from) → pod on \(to)"
        case .nodeToAPI(let node): "node \(node) → API by its service"
        case .nodeToDNS(let node): "node \(node) → DNS by TCP"
        case .nodeToService(let node): "node \(node) → service"
        case .machineToPod(let node): "this machine → pod on \(node)"
        case .machineToService: "this machine → service"
        case .machineToNodePort(let node): "this machine → node port of \(node)"
        case .machineToLoadBalancer: "this machine → load balancer"
        case .machineToIngress: "this machine → Ingress"
        }
    }

    private var fix: String {
        switch self {
        case .podToPod(let from, let to):
            from == to
                ? "see the bridge of the pods: ip link show type bridge; and policies: kubectl get networkpolicy -A"
                : "see the routes between \(from) and \(to): ip route; where machines are apart, UDP 8472 (VXLAN) must pass between them"
        case .nodeToPod(let from, let to):
            "see the routes from \(from) to \(to): ip route; between machines that are apart, UDP 8472 (VXLAN) must pass"
        case .machineToPod: "see the routes to the pods: ip route; and whether a firewall of this machine drops them: nft list ruleset"
        case .podToDNS, .nodeToDNS: "see the DNS: kubectl -n kube-system logs -l k8s-app=kube-dns"
        case .podToName: "see which names it knows: kubectl get service -A; and its log: kubectl -n kube-system logs -l k8s-app=kube-dns"
        case .podToAPI, .podToService, .nodeToAPI, .nodeToService, .machineToService:
            "see the service proxy: kubectl -n kube-system logs -l k8s-app=kube-proxy; nft list tables"
        case .machineToNodePort: "see whether another program holds the port, or a firewall drops it: nft list ruleset"
        case .machineToLoadBalancer: "see whether the range of load balancers is used elsewhere in this network: ip route get ADDRESS"
        case .machineToIngress:
            "see the ingress proxy: kubectl -n kube-system logs -l app.kubernetes.io/name=ingress-controller; coxswain why ingress/NAME"
        }
    }

    /// - Parameters:
    ///   - target: the address or name that was tried.
    ///   - milliseconds: how long the answer took; nil where only that it came is known.
    ///   - refusalIsAnswer: whether nobody was expected to listen, so that a refusal proves the way.
    package func finding(target: String, _ outcome: LinkOutcome, milliseconds: Int?, refusalIsAnswer: Bool = false) -> Finding {
        let time = milliseconds.map { " in \($0) ms" } ?? ""
        switch outcome {
        case .answered: return Finding(area, .good, what, "\(target) answers\(time)")
        case .refused where refusalIsAnswer:
            return Finding(area, .good, what, "\(target) is reached\(time) (nobody listens there, and it says so)")
        case .refused: return Finding(area, .bad, what, "\(target) refuses the connection", fix: fix)
        case .silent: return Finding(area, .bad, what, "\(target) gives no answer: packets are lost on the way", fix: fix)
        case .failed(let text): return Finding(area, .bad, what, "\(target): \(text)", fix: fix)
        }
    }

    /// Not tried, for what it needs is not there.
    package func skipped(_ reason: String) -> Finding { Finding(area, .skipped, what, reason) }
}
