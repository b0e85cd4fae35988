import Document
import Testing

@testable import Kubectl

@Suite struct RemoteCommandTests {
    private func failure(_ status: JSON) -> Failure? {
        do {
            try RemoteCommand.check(status.encoded())
            return nil
        } catch {
            return error as? Failure
        }
    }

    @Test func statuses() {
        #expect(failure(["status": "Success"]) == nil)
        let code = failure([
            "status": "Failure", "reason": "NonZeroExitCode", "details": ["causes": [["reason": "ExitCode", "message": "3"]]],
        ])
        #expect(code?.exitCode == 3)
        #expect(code?.description == "command terminated with exit code 3")
        #expect(code?.isBare == true)
        #expect(failure(["status": "Failure", "message": "no such container"])?.description == "no such container")
    }
}

@Suite struct RuntimeSessionTests {
    @Test func theRuntimesLastWordIsAnEnd() throws {
        let exit: JSON = [
            "status": "Failure", "reason": "NonZeroExitCode", "details": ["causes": [["reason": "ExitCode", "message": "3"]]],
        ]
        #expect(RuntimeSession.end([]) == .ended(0))
        #expect(RuntimeSession.end((["status": "Success"] as JSON).encoded()) == .ended(0))
        #expect(RuntimeSession.end(exit.encoded()) == .ended(3))
        #expect(RuntimeSession.end((["status": "Failure", "message": "no such program"] as JSON).encoded()) == .failed("no such program"))
    }

    @Test func anAddressThatIsNoneIsRefused() {
        #expect(throws: Failure.self) { try RuntimeSession(url: "/exec/x", takesInput: false, isTerminal: false) }
    }
}

@Suite struct DetachKeysTests {
    @Test func sequence() throws {
        var keys = try DetachKeys("")
        #expect(keys.filter([1, 16]).passed == [1])
        // The first key alone is passed on with what follows it.
        let (passed, isDetached) = keys.filter([65])
        #expect(passed == [16, 65] && !isDetached)
        #expect(keys.filter([66, 16, 17, 67]).isDetached)
        #expect(throws: Failure.self) { try DetachKeys("ctrl-") }
    }
}

@Suite struct LogLinesTests {
    @Test func prefixes() {
        var lines = LogLines(prefix: Array("[a] ".utf8))
        #expect(String(decoding: lines.append(Array("one\ntw".utf8)), as: UTF8.self) == "[a] one\n")
        #expect(String(decoding: lines.append(Array("o\nthree\n".utf8)), as: UTF8.self) == "[a] two\n[a] three\n")
        #expect(String(decoding: lines.append(Array("end".utf8)), as: UTF8.self) == "")
        #expect(String(decoding: lines.finish(), as: UTF8.self) == "[a] end")
    }
}

@Suite struct PortMappingTests {
    @Test(arguments: [("80", 80, 80), ("8080:80", 8080, 80), (":80", 0, 80)])
    func ports(_ text: String, _ local: Int, _ remote: Int) throws {
        let mapping = try PortMapping(text)
        #expect(mapping.local == local && mapping.remote == remote)
    }

    @Test(arguments: [
        ("a:b:c", "invalid port format 'a:b:c'"), ("80:0", "remote port must be > 0"),
        ("x", "error parsing local port 'x': strconv.ParseUint: parsing \"x\": invalid syntax"),
        ("1:70000", "error parsing remote port '70000': strconv.ParseUint: parsing \"70000\": value out of range"),
    ]) func refusals(_ text: String, _ message: String) {
        do {
            _ = try PortMapping(text)
            Issue.record("accepted")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func namesOfPortsAreLookedUp() throws {
        let pod: JSON = [
            "metadata": ["name": "p"],
            "spec": [
                "containers": [
                    ["ports": [["name": "http", "containerPort": 8080], ["name": "dns", "containerPort": 53, "protocol": "UDP"]]]
                ]
            ],
        ]
        #expect(
            try PortMapping.resolve(["http", "9000:http", "9000:70"], pod: pod)
                == ["8080", "9000:8080", "9000:70"].map { $0 == "8080" ? "8080" : $0 })
        #expect(throws: Failure.self) { try PortMapping.resolve(["dns"], pod: pod) }
        let service: JSON = ["metadata": ["name": "s"], "spec": ["ports": [["name": "web", "port": 80, "targetPort": "http"]]]]
        #expect(try PortMapping.resolve(["80", "8443:web"], service: service, pod: pod) == ["80:8080", "8443:8080"])
    }
}

@Suite struct PodContainersTests {
    @Test func names() {
        let pod: JSON = [
            "spec": [
                "containers": [["name": "main"], ["name": "side"]], "initContainers": [["name": "setup"]],
                "ephemeralContainers": [["name": "debug"]],
            ]
        ]
        #expect(PodContainers.names(pod) == "main, side, debug (ephem), setup (init)")
        #expect(PodContainers.find(pod, "debug")?.member == "ephemeralContainers")
        #expect(!PodContainers.isSingle(pod))
    }

    @Test func runningAndReadyPodsComeFirst() {
        func pod(_ name: String, _ phase: String, ready: Bool) -> JSON {
            [
                "metadata": ["name": .string(name), "creationTimestamp": "2024-01-01T00:00:00Z"], "spec": ["nodeName": "n"],
                "status": [
                    "phase": .string(phase),
                    "conditions": [["type": "Ready", "status": ready ? "True" : "False", "lastTransitionTime": "2024-01-01T00:00:00Z"]],
                ],
            ]
        }
        let pods = [pod("a", "Pending", ready: false), pod("b", "Running", ready: false), pod("c", "Running", ready: true)]
        #expect(PodOrder.sorted(pods, .active).map { $0["metadata"]["name"] } == ["c", "b", "a"])
        #expect(PodOrder.sorted(pods, .logging).map { $0["metadata"]["name"] } == ["c", "b", "a"])
    }
}
