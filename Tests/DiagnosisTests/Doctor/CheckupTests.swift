import Document
import Testing

@testable import Diagnosis

@Suite struct CheckupTests {
    private let good = Finding(.machine, .good, "memory", "1.0 GiB free")

    @Test func aHealthyClusterIsToldInLines() {
        let checkup = Checkup([good, Finding(.parts, .good, "API server", "answers in 3 ms")])
        #expect(!checkup.hasFailed && checkup.firstBroken == nil)
        #expect(
            checkup.text == """
                machine
                  ok       memory      1.0 GiB free
                parts
                  ok       API server  answers in 3 ms

                All 2 checks are well.

                """)
    }

    @Test func theFirstBrokenLinkIsTheOneNearestTheGround() {
        let checkup = Checkup([
            Finding(.outside, .bad, "this machine → Ingress", "no answer", fix: "look"), good,
            Finding(.pods, .bad, "pod on a → pod on b", "10.0.0.2:8080 gives no answer", fix: "see the routes"),
            Finding(.services, .skipped, "pod on c → service", "another machine"), Finding(.machine, .warning, "disk", "2.0 GiB free"),
        ])
        #expect(checkup.hasFailed && checkup.firstBroken?.what == "pod on a → pod on b")
        #expect(
            checkup.text == """
                machine
                  ok       memory                  1.0 GiB free
                  warning  disk                    2.0 GiB free
                pods
                  FAILED   pod on a → pod on b     10.0.0.2:8080 gives no answer
                           fix: see the routes
                services
                  skipped  pod on c → service      another machine
                outside
                  FAILED   this machine → Ingress  no answer
                           fix: look

                2 of 4 checks failed; 1 could not be tried. Begin with: pod on a → pod on b: 10.0.0.2:8080 gives no answer.

                """)
        let json = checkup.json
        #expect(json["healthy"].bool == false && json["findings"].array?.count == 5)
        #expect(json["firstBroken", "check"].string == "pod on a → pod on b")
        #expect(json["findings"][2]["state"].string == "failed")
    }

    @Test func warningsAreNoFailures() { #expect(!Checkup([Finding(.machine, .warning, "disk", "short")]).hasFailed) }
}

@Suite struct MachineCheckTests {
    private static let gib: Int64 = 1 << 30

    @Test(arguments: [(8 * gib, Finding.State.good), (200 << 20, .warning), (50 << 20, .bad)] as [(Int64, Finding.State)])
    func memory(available: Int64, expected: Finding.State) {
        #expect(MachineCheck.memory(availableBytes: available, totalBytes: 16 << 30).state == expected)
    }

    @Test(
        arguments: [
            (80 << 30, 90, Finding.State.good), (3 << 30, 90, .warning), (1 << 20, 90, .bad), (80 << 30, 2, .bad),
        ] as [(Int64, Int64, Finding.State)])
    func disk(free: Int64, inodes: Int64, expected: Finding.State) {
        let finding = MachineCheck.disk(
            path: "/var/lib/coxswain", freeBytes: free, totalBytes: 100 << 30, inodesFree: inodes, inodesTotal: 100)
        #expect(finding.state == expected)
        #expect(finding.fix.isEmpty == (expected == .good))
    }

    @Test func theRestOfTheMachine() {
        #expect(MachineCheck.inotify(used: 3, limit: 128).state == .good)
        #expect(MachineCheck.inotify(used: 120, limit: 128).state == .warning)
        #expect(MachineCheck.inotify(used: 128, limit: 128).fix == "sysctl -w fs.inotify.max_user_instances=1024")
        #expect(MachineCheck.forwarding(true).state == .good && MachineCheck.forwarding(false).state == .bad)
        #expect(MachineCheck.packetFilter(failure: nil).state == .good)
        #expect(MachineCheck.packetFilter(failure: "Operation not permitted\nmore").result == "Operation not permitted")
        #expect(MachineCheck.ground([]).map(\.state) == [.good])
        #expect(MachineCheck.ground([("missing: runc", "apt-get install runc")]).first?.fix == "apt-get install runc")
        #expect(MachineCheck.size(1536 << 20) == "1.5 GiB" && MachineCheck.size(7) == "7 bytes")
    }
}

@Suite struct PartsCheckTests {
    @Test func certificates() {
        let day: Int64 = 86_400
        #expect(
            PartsCheck.certificates([("a.crt", 300 * day), ("b.crt", 200 * day)], unreadable: []).map(\.result) == [
                "the first to end, b.crt, is good for 200 days"
            ])
        let bad = PartsCheck.certificates([("a.crt", -2 * day), ("ca.crt", 10 * day), ("ok.crt", 99 * day)], unreadable: ["x.crt"])
        #expect(bad.map(\.state) == [.bad, .bad, .warning])
        #expect(bad[1].result == "is over since 2 days" && bad[2].fix.contains("authority"))
        #expect(PartsCheck.certificates([], unreadable: []).first?.state == .bad)
    }

    @Test func nodesAndClocks() {
        let well = Diagnosis(.healthy, "node/a", "it is ready")
        let ill = Diagnosis(.nodePressure, "node/b", "it is short of disk space", evidence: ["kubelet has disk pressure"], fix: "free some")
        let findings = PartsCheck.nodes([well, ill, Diagnosis(.cordoned, "node/c", "it is cordoned", fix: "uncordon")])
        #expect(findings.map(\.state) == [.good, .bad, .warning])
        #expect(findings[1].result == "it is short of disk space: kubelet has disk pressure" && findings[1].fix == "free some")
        #expect(PartsCheck.nodes([]).first?.state == .bad)
        #expect(PartsCheck.clocks([("a", -8), ("b", 0.3)]).state == .good)
        #expect(PartsCheck.clocks([("a", 1), ("b", 90)]).result.hasPrefix("that of b is 90 seconds ahead"))
    }

    @Test func partsThatDoNotAnswer() {
        #expect(PartsCheck.server(pid: 7, restart: "coxswain up").state == .good)
        #expect(PartsCheck.server(pid: nil, restart: "coxswain up").fix == "coxswain up")
        #expect(PartsCheck.answer("registry", "answers", failure: "connection refused\nx", fix: "f").result == "connection refused")
    }
}

@Suite struct LinkCheckTests {
    @Test func outcomesBecomeFindings() {
        let link = Link.podToPod(from: "a", to: "b")
        #expect(link.finding(target: "10.0.0.2:8080", .answered("b"), milliseconds: 2).result == "10.0.0.2:8080 answers in 2 ms")
        #expect(link.finding(target: "x", .refused, milliseconds: 1).state == .bad)
        #expect(link.finding(target: "x", .refused, milliseconds: 1, refusalIsAnswer: true).state == .good)
        let silent = link.finding(target: "10.0.0.2:8080", .silent, milliseconds: 2000)
        #expect(silent.state == .bad && silent.fix.contains("UDP 8472") && silent.area == .pods)
        #expect(link.finding(target: "x", .failed("no route to host"), milliseconds: 1).result == "x: no route to host")
        #expect(link.skipped("why").state == .skipped)
    }

    @Test func everyLinkHasItsAreaAndAFix() {
        let links: [(Link, Finding.Area)] = [
            (.podToAPI(from: "a"), .services), (.podToPod(from: "a", to: "a"), .pods), (.podToDNS(from: "a", overTCP: true), .names),
            (.podToName(from: "a"), .names), (.podToService(from: "a"), .services), (.machineToPod(on: "a"), .pods),
            (.machineToService, .services), (.machineToNodePort(node: "a"), .outside), (.machineToLoadBalancer, .outside),
            (.machineToIngress, .outside),
        ]
        for (link, area) in links {
            let finding = link.finding(target: "t", .silent, milliseconds: 1)
            #expect(finding.area == area && !finding.fix.isEmpty)
        }
        #expect(Set(links.map { $0.0.finding(target: "t", .silent, milliseconds: 1).what }).count == links.count)
    }

    @Test func theStageIsMadeOfPlainObjects() {
        let stage = DoctorStage(namespace: "coxswain-doctor-1", localImage: "pause", registryImage: "localhost:5000/d:1")
        let pod = stage.linkPod(2, node: "n", answers: true)
        #expect(pod["metadata", "name"].string == "link-2" && pod["metadata", "labels", DoctorStage.label].string == "answers")
        #expect(pod["spec", "containers"][0]["imagePullPolicy"].string == "Never")
        #expect(stage.pullPod(0, node: "n")["spec", "containers"][0]["image"].string == "localhost:5000/d:1")
        #expect(stage.serviceObject["spec", "type"].string == "LoadBalancer" && stage.name == "answer.coxswain-doctor-1.svc")
        #expect(stage.ingressObject["spec", "rules"][0]["host"].string == DoctorStage.host)
        let why = Diagnosis(.pullFailed, "pod/pull-0", "the image cannot be pulled", evidence: ["401"], fix: "log in")
        let finding = DoctorStage.finding("n pulls", area: .images, isReady: false, why: why)
        #expect(finding.state == .bad && finding.result == "the image cannot be pulled (401)" && finding.fix == "log in")
    }
}
