internal import Document
internal import NIOCore
internal import Resources

/// `kubectl port-forward`
enum PortForwardCommand {
    static let command = Command(
        "port-forward", group: .debugging, usage: "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
        summary: "Forward one or more local ports to a pod",
        details: "Connections to ports of this machine reach a pod. Of a service or a controller one pod is taken, until it ends.",
        examples: [
            ("Ports 5000 and 6000", "kubectl port-forward pod/mypod 5000 6000"),
            ("To the pod behind a service's port", "kubectl port-forward svc/myservice 8443:https"),
            ("A local port chosen by the system", "kubectl port-forward pod/mypod :5000"),
            ("At all addresses of this machine", "kubectl port-forward --address 0.0.0.0 pod/mypod 8888:5000"),
        ],
        flags: [
            .list("address", nil, "localhost", "Listen at these addresses (IP addresses or localhost)."),
            .duration("pod-running-timeout", "1m0s", "Wait so long for a first pod."),
        ], arguments: .names(of: "pods"), run: run)

    private static func run(_ call: Invocation) async throws {
        guard call.arguments.count >= 2, let name = call.arguments.first else {
            throw call.usageFailure("TYPE/NAME and list of ports are required for port-forward")
        }
        let targets = PodTargets(session: call.session, timeout: call.flags.duration("pod-running-timeout"))
        let info = try await targets.object([name])
        let pod = try await targets.pod(of: info, verb: "attach to")
        let wanted = Array(call.arguments.dropFirst())
        let words =
            try info.type.kind == "Service"
            ? PortMapping.resolve(wanted, service: info.object, pod: pod) : PortMapping.resolve(wanted, pod: pod)
        let phase = pod["status"]["phase"].words
        if phase != "Running" { throw Failure("unable to forward port because pod is not running. Current status=\(phase)") }
        let addresses = call.flags.list("address")
        for address in addresses where address != "localhost" {
            guard (try? SocketAddress(ipAddress: address, port: 0)) != nil else { throw Failure("\(address) is not a valid IP") }
        }
        var mappings: [PortMapping] = []
        for word in words { mappings.append(try PortMapping(word)) }
        let path = ResourceType.pods.path(
            namespace: pod["metadata"]["namespace"].words, name: pod["metadata"]["name"].words, subresource: "portforward")
        let connection = try await call.session.streamEndpoint().spdy(path, protocolName: PortForwarder.protocolName)
        try await PortForwarder(connection: connection, console: call.console).run(mappings, addresses: addresses)
    }
}
