import DNSWire
import Document
import Resources
import Testing

@testable import ClusterDNS

/// Questions and answers of the Kubernetes DNS specification 1.1.
@Suite struct ZoneAnswerTests {
    /// A name below `cluster.local` unless it ends with a dot; type; expected code; expected answers; expected additional records.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: DNSRecordType
        var code: DNSResponseCode = .noError
        var answers: [String] = []
        var additionals: [String] = []
        var testDescription: String { "\(name) \(type.rawValue)" }
    }

    static let cases: [Case] = [
        // Services with an address.
        Case(name: "web.default.svc", type: .a, answers: ["web.default.svc.cluster.local. 5 A 10.96.0.20"]),
        Case(name: "web.default.svc", type: .aaaa),
        Case(name: "missing.default.svc", type: .a, code: .nameError),
        Case(name: "web.missing.svc", type: .a, code: .nameError),
        Case(name: "web.empty.svc", type: .a, code: .nameError),
        Case(name: "web.default", type: .a, code: .nameError),
        // SRV records of named ports.
        Case(
            name: "_http._tcp.web.default.svc", type: .srv,
            answers: ["_http._tcp.web.default.svc.cluster.local. 5 SRV 0 100 80 web.default.svc.cluster.local."],
            additionals: ["web.default.svc.cluster.local. 5 A 10.96.0.20"]),
        Case(
            name: "_dns._udp.web.default.svc", type: .srv,
            answers: ["_dns._udp.web.default.svc.cluster.local. 5 SRV 0 100 53 web.default.svc.cluster.local."],
            additionals: ["web.default.svc.cluster.local. 5 A 10.96.0.20"]),
        Case(name: "_http._udp.web.default.svc", type: .srv, code: .nameError),
        // All of them by the service's own name.
        Case(
            name: "web.default.svc", type: .srv,
            answers: [
                "web.default.svc.cluster.local. 5 SRV 0 50 53 web.default.svc.cluster.local.",
                "web.default.svc.cluster.local. 5 SRV 0 50 80 web.default.svc.cluster.local.",
            ],
            additionals: [
                "web.default.svc.cluster.local. 5 A 10.96.0.20", "web.default.svc.cluster.local. 5 A 10.96.0.20",
            ]),
        Case(name: "plain.default.svc", type: .srv),
        Case(name: "_http._tcp.web.default.svc", type: .a),
        Case(name: "_tcp.web.default.svc", type: .srv),
        Case(name: "_tcp.plain.default.svc", type: .srv, code: .nameError),
        // Headless services.
        Case(
            name: "db.default.svc", type: .a,
            answers: ["db.default.svc.cluster.local. 5 A 10.244.0.5", "db.default.svc.cluster.local. 5 A 10.244.0.6"]),
        Case(name: "db-0.db.default.svc", type: .a, answers: ["db-0.db.default.svc.cluster.local. 5 A 10.244.0.5"]),
        Case(name: "DB-0.db.Default.svc", type: .a, answers: ["DB-0.db.Default.svc.cluster.local. 5 A 10.244.0.5"]),
        Case(name: "10-244-0-6.db.default.svc", type: .a, answers: ["10-244-0-6.db.default.svc.cluster.local. 5 A 10.244.0.6"]),
        Case(name: "db-2.db.default.svc", type: .a, code: .nameError),
        Case(
            name: "_sql._tcp.db.default.svc", type: .srv,
            answers: [
                "_sql._tcp.db.default.svc.cluster.local. 5 SRV 0 50 5432 10-244-0-6.db.default.svc.cluster.local.",
                "_sql._tcp.db.default.svc.cluster.local. 5 SRV 0 50 5432 db-0.db.default.svc.cluster.local.",
            ],
            additionals: [
                "10-244-0-6.db.default.svc.cluster.local. 5 A 10.244.0.6", "db-0.db.default.svc.cluster.local. 5 A 10.244.0.5",
            ]),
        Case(name: "none-ready.default.svc", type: .a),
        Case(name: "_sql._tcp.none-ready.default.svc", type: .srv),
        // Aliases.
        Case(name: "out.default.svc", type: .a, answers: ["out.default.svc.cluster.local. 5 CNAME www.example.org."]),
        Case(name: "out.default.svc", type: .cname, answers: ["out.default.svc.cluster.local. 5 CNAME www.example.org."]),
        Case(
            name: "alias.default.svc", type: .a,
            answers: [
                "alias.default.svc.cluster.local. 5 CNAME web.default.svc.cluster.local.", "web.default.svc.cluster.local. 5 A 10.96.0.20",
            ]),
        Case(name: "alias.default.svc", type: .aaaa, answers: ["alias.default.svc.cluster.local. 5 CNAME web.default.svc.cluster.local."]),
        // Reverse names.
        Case(name: "20.0.96.10.in-addr.arpa.", type: .ptr, answers: ["20.0.96.10.in-addr.arpa. 5 PTR web.default.svc.cluster.local."]),
        Case(name: "5.0.244.10.in-addr.arpa.", type: .ptr, answers: ["5.0.244.10.in-addr.arpa. 5 PTR db-0.db.default.svc.cluster.local."]),
        Case(name: "8.0.244.10.in-addr.arpa.", type: .ptr, code: .nameError),
        Case(name: "99.0.96.10.in-addr.arpa.", type: .ptr, code: .nameError),
        Case(name: "20.0.96.10.in-addr.arpa.", type: .a),
        // Pods.
        Case(name: "10-244-0-5.default.pod", type: .a, answers: ["10-244-0-5.default.pod.cluster.local. 5 A 10.244.0.5"]),
        Case(name: "10-244-0-5.missing.pod", type: .a, code: .nameError),
        Case(name: "10-244-0.default.pod", type: .a, code: .nameError),
        Case(name: "x.10-244-0-5.default.pod", type: .a, code: .nameError),
        // Names that exist without records.
        Case(name: "svc", type: .a), Case(name: "pod", type: .a), Case(name: "default.svc", type: .a), Case(name: "default.pod", type: .a),
        Case(name: "dns", type: .a), Case(name: "missing.svc", type: .a, code: .nameError),
        Case(name: "nonsense", type: .a, code: .nameError),
        // The zone itself.
        Case(name: "dns-version", type: .txt, answers: ["dns-version.cluster.local. 5 TXT 1.1.0"]),
        Case(name: "ns.dns", type: .a, answers: ["ns.dns.cluster.local. 5 A 10.96.0.10"]),
        Case(name: "cluster.local.", type: .ns, answers: ["cluster.local. 5 NS ns.dns.cluster.local."]),
        Case(name: "cluster.local.", type: .a),
    ]

    private func ask(_ name: String, _ type: DNSRecordType) throws -> ZoneAnswer? {
        let full = name.hasSuffix(".") ? name : name + ".cluster.local"
        var random = SystemRandomNumberGenerator()
        return ZoneFixture.zone.answer(DNSQuestion(name: try DNSName(full), type: type), using: &random)
    }

    @Test(arguments: cases)
    func answersPerSpecification(_ example: Case) throws {
        let answer = try #require(try ask(example.name, example.type))
        #expect(answer.code == example.code)
        #expect(answer.answers.map(line).sorted() == example.answers.sorted())
        #expect(answer.additionals.map(line).sorted() == example.additionals.sorted())
        // Negative answers say how long they hold: an SOA record, unless an alias led elsewhere.
        let isNegative = !answer.answers.contains { $0.data.type == example.type } && answer.outside == nil
        #expect(answer.authorities.contains { $0.data.type == .soa } == isNegative)
    }

    @Test func namesOutsideAreNotAnswered() throws {
        #expect(try ask("example.org.", .a) == nil)
        #expect(try ask("1.2.0.192.in-addr.arpa.", .ptr) == nil)
        #expect(try ask("notcluster.local.", .a) == nil)
    }

    @Test func aliasOutOfTheZoneNamesItsTarget() throws {
        #expect(try ask("out.default.svc", .a)?.outside == DNSName("www.example.org"))
        #expect(try ask("out.default.svc", .cname)?.outside == nil)
        #expect(try ask("alias.default.svc", .a)?.outside == nil)
    }

    @Test func circleOfAliasesEnds() throws {
        #expect(try ask("circle.default.svc", .a)?.code == .serverFailure)
    }

    @Test func changesTakeAndLeaveNothing() throws {
        var data = ZoneFixture.data
        let key = ObjectKey(namespace: "default", name: "db")
        data.sliceChanged(ObjectKey(namespace: "default", name: "db-1"), nil)
        #expect(data.headlessServices(with: IPv4Address(10, 244, 0, 5)).isEmpty)
        #expect(data.slices(of: key).isEmpty)
        data.serviceChanged(ObjectKey(namespace: "default", name: "web"), nil)
        #expect(data.service(at: IPv4Address(10, 96, 0, 20)) == nil)
        data.namespaceChanged("default", exists: false)
        let lookup = ZoneLookup(data: data, zone: ZoneFixture.configuration)
        #expect(lookup.node(at: try DNSName("plain.default.svc.cluster.local")) == .missing)
    }
}
