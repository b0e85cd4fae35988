internal import Client
internal import Document
internal import Resources
import Synchronization

/// What follows when `run` is to attach: wait for the pod, attach, report how it ended, and delete it again when that was asked for.
struct RunAttachment: Sendable {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    func run(_ object: JSON) async throws {
        let name = object["metadata"]["name"].string ?? ""
        guard object["kind"].string == "Pod" else {
            throw Failure("\(NamePrinter.kind(object))/\(name) created, but only pods can be attached to: attach to one of its pods")
        }
        let resource = try await invocation.session.discovery().resource("pods")
        let info = ObjectInfo(resource: resource, namespace: object["metadata"]["namespace"].string ?? "", name: name)
        let flags = invocation.flags
        var failure: (any Error)?
        do {
            try await attach(info)
            // A container that is started again has no end to report.
            let ends = ["Never", "OnFailure"].contains(flags.string("restart"))
            if ends, !flags.bool("leave-stdin-open") { try await reportEnd(info) }
        } catch {
            failure = error
        }
        if flags.bool("rm") { try await Deletion(invocation).run([info]) }
        if let failure { throw failure }
    }

    private func attach(_ info: ObjectInfo) async throws {
        let flags = invocation.flags
        let deadline = ContinuousClock.now + flags.duration("pod-running-timeout")
        let pod = try await ObjectWait(invocation.session, info).until(deadline: deadline) { pod in
            let phase = pod?["status"]["phase"].string ?? ""
            return phase == "Running" || phase == "Succeeded" || phase == "Failed"
        }
        guard let pod else { throw Failure("pods \(info.name.goQuoted) not found") }
        if pod["status"]["phase"].string != "Running" { return try await logs(info) }
        let heard = Atomic<Int>(0)
        do {
            try await AttachCommand.attach(
                invocation.session, pod: pod, takesInput: flags.bool("stdin"), wantsTerminal: flags.bool("tty"),
                isQuiet: flags.bool("quiet")
            ) { heard.wrappingAdd($0, ordering: .relaxed) }
        } catch let failure as Failure {
            invocation.console.err(
                "warning: couldn't attach to pod/\(info.name), falling back to streaming logs: \(failure.description)\n")
            return try await logs(info)
        } catch let error as APIError {
            invocation.console.err(
                "warning: couldn't attach to pod/\(info.name), falling back to streaming logs: \(error.message)\n")
            return try await logs(info)
        }
        // A command that had ended when the streams were joined has said what it had to say before.
        if heard.load(ordering: .relaxed) == 0 { try await logs(info) }
    }

    /// A pod that ended before anybody could attach has left what it wrote.
    private func logs(_ info: ObjectInfo) async throws {
        let answer = try await invocation.session.client().send(APIRequest(path: info.path + "/log", accept: "text/plain, */*"))
        invocation.console.out(answer.body)
    }

    private func reportEnd(_ info: ObjectInfo) async throws {
        let pod = try await ObjectWait(invocation.session, info).until(deadline: .now + .seconds(60)) { pod in
            let phase = pod?["status"]["phase"].string ?? "Succeeded"
            return phase == "Succeeded" || phase == "Failed"
        }
        guard let pod, pod["status"]["phase"].string == "Failed" else { return }
        let ended = pod["status"]["containerStatuses"][0]["state"]["terminated"]
        let place = "pod \(info.namespace)/\(info.name)"
        guard let code = ended["exitCode"].int, code != 0 else { throw Failure("\(place) failed with unknown exit code") }
        throw Failure(
            "\(place) terminated (\(ended["reason"].string ?? ""))\n\(ended["message"].string ?? "")",
            exitCode: Int32(truncatingIfNeeded: code))
    }
}
