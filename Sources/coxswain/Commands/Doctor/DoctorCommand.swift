import ArgumentParser
import Cluster
import Diagnosis
import Document

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Try every link of a cluster, and tell which one is broken and what to do.",
        discussion: """
            Looks at the machine, the cluster's parts, certificates and nodes; then makes a pod on every node, and tries the ways between \
            pods, to services, names and the API, and from this machine into the cluster. All that it makes is removed again.
            Exits with 0 when all is well, 3 when something is not, 1 when it cannot be told.
            """)

    @OptionGroup var cluster: ClusterOptions
    @Flag(help: "Print the findings as JSON.") var json = false

    func run() async throws {
        try await reportingErrors {
            let checkup = try await DoctorRounds(cluster.existing()) { if !json { printError($0) } }.run()
            print(json ? checkup.json.prettyText + "\n" : checkup.text, terminator: "")
            if checkup.hasFailed { throw ExitCode(Why.trouble) }
        }
    }
}

/// One probe in the network this process was started in, and a server for others' probes: what the doctor has `nsenter` run.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "probe", abstract: "Try one link.", shouldDisplay: false)
    @Argument(help: "connect ADDRESS PORT, fetch ADDRESS PORT HOST, resolve NAME SERVER PORT udp|tcp, or answer PORT TEXT.")
    var words: [String]

    func run() throws {
        if words.first == "answer", words.count == 3, let port = Int(words[1]) {
            guard let server = ProbeServer(port: port, text: words[2]) else { throw ExitCode.failure }
            return server.run()
        }
        guard let probe = NetworkProbe(words: words) else { throw ValidationError("no such probe: \(words.joined(separator: " "))") }
        let begun = ContinuousClock.now
        print(probe.run().line)
        print(milliseconds(since: begun))
    }
}
