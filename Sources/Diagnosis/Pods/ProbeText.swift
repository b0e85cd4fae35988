internal import Resources

/// A probe in words, and what to do when it fails.
enum ProbeText {
    static func of(_ probe: Probe) -> String {
        if let http = probe.httpGet { return "GET \(http.path.isEmpty ? "/" : http.path) on port \(http.port.description)" }
        if let tcp = probe.tcpSocket { return "a connection to port \(tcp.port.description)" }
        if let exec = probe.exec { return "command " + exec.command.joined(separator: " ") }
        return "gRPC health"
    }

    static func fix(_ probe: Probe, _ message: String, _ container: Container) -> String {
        if message.contains("statuscode: 404") { return "the path of the probe does not exist in the program; correct httpGet.path" }
        if message.contains("statuscode") { return "the program answers, but with a failure; its log should tell why" }
        if message.contains("connection refused") {
            let ports = container.ports.map { String($0.containerPort) }
            return "nothing listens on that port" + (ports.isEmpty ? "" : " (the container names \(ports.few()))")
                + "; correct the probe's port, or let the program listen on it"
        }
        if message.contains("deadline exceeded") || message.contains("timed out") || message.contains("timeout") {
            return "the answer takes longer than timeoutSeconds (\(probe.timeoutSeconds ?? 1)); raise it, or make the answer quicker"
        }
        if probe.exec != nil { return "the command ends with a failure; try it: kubectl exec" }
        return "see that what the probe asks works from within the pod"
    }
}
