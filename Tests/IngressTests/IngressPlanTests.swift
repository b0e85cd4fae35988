import Document
import FoundationEssentials
import PKI
import Resources
import Testing

@testable import Ingress

@Suite struct IngressPlanTests {
    private var world: World {
        var world = World()
        world.add("one", ["10.244.0.1", "10.244.0.2"], unready: ["10.244.0.9"])
        world.add("two", ["10.244.0.3"])
        world.add("none", [])
        return world
    }

    private func plan(_ ingresses: [Ingress], classes: [IngressClass] = [makeClass("coxswain")], world: World? = nil) -> IngressPlan {
        IngressPlan(ingresses: ingresses, classes: classes, sources: world ?? self.world)
    }

    private func routes(_ plan: IngressPlan) -> [String] { plan.model.routes.map { "\($0.host) \($0.path) \($0.backend)" } }

    @Test func preciseHostsAndLongPathsComeFirst() {
        let plan = plan([
            makeIngress(
                "a",
                rules: [
                    ("", "/", "Prefix", "one"), ("*.example.com", "/", "Prefix", "two"), ("a.example.com", "/", "Prefix", "one"),
                    ("a.example.com", "/deep/er", "Prefix", "two"), ("a.example.com", "/deep", "Prefix", "one"),
                    ("A.example.com", "/deep", "Exact", "two"), ("a.example.com", "/star/*", "ImplementationSpecific", "two"),
                ])
        ])
        #expect(
            routes(plan) == [
                "exact(\"a.example.com\") exact(\"/deep\") ns:two:80",
                "exact(\"a.example.com\") prefix(\"/deep/er/\") ns:two:80",
                "exact(\"a.example.com\") prefix(\"/deep/\") ns:one:80",
                "exact(\"a.example.com\") prefix(\"/star/\") ns:two:80",
                "exact(\"a.example.com\") prefix(\"/\") ns:one:80",
                "wildcard(\"example.com\") prefix(\"/\") ns:two:80",
                "any prefix(\"/\") ns:one:80",
            ])
        #expect(plan.problems.isEmpty)
        #expect(
            plan.model.backends["ns:one:80"]?.servers
                == .addresses([ServerAddress(address: "10.244.0.1", port: 8080), ServerAddress(address: "10.244.0.2", port: 8080)]))
    }

    @Test func theOlderOfTwoHasAPath() {
        let plan = plan([
            makeIngress("a", created: 200, rules: [("h", "/", "Prefix", "one")]),
            makeIngress("b", created: 100, rules: [("h", "/", "Prefix", "two")]),
        ])
        #expect(routes(plan) == ["exact(\"h\") prefix(\"/\") ns:two:80"])
        #expect(plan.model.backends.keys.sorted() == ["ns:two:80"])
    }

    @Test func onlyOurClassesAreServed() {
        let other = makeClass("nginx", controller: "k8s.io/ingress-nginx")
        let named = { (name: String) in makeIngress(name, spec: ["ingressClassName": .string(name), "defaultBackend": backend("one")]) }
        let annotated = { (name: String) in
            makeIngress("by-" + name, annotations: ["kubernetes.io/ingress.class": name], spec: ["defaultBackend": backend("one")])
        }
        let plan = plan(
            [
                named("coxswain"), named("mine"), named("nginx"), annotated("coxswain"), annotated("nginx"),
                makeIngress("plain", spec: ["defaultBackend": backend("one")]),
            ],
            classes: [makeClass("coxswain"), makeClass("mine"), other])
        #expect(plan.ours.map(\.name).sorted() == ["by-coxswain", "coxswain", "mine", "plain"])
    }

    @Test func defaultBackendsServeTheirHostsAndTheRest() {
        let plan = plan([
            makeIngress("a", created: 1, spec: ["defaultBackend": backend("one")], rules: [("h", "/x", "Prefix", "two")]),
            makeIngress("b", created: 2, spec: ["defaultBackend": backend("two")]),
        ])
        #expect(routes(plan) == ["exact(\"h\") prefix(\"/x/\") ns:two:80", "exact(\"h\") rest ns:one:80"])
        #expect(plan.model.defaultBackend == "ns:two:80")
    }

    @Test func whatIsMissingIsToldAndHarmsNobody() {
        let plan = plan([
            makeIngress(
                "broken",
                spec: [
                    "tls": [["hosts": ["t"], "secretName": "absent"]], "defaultBackend": ["resource": ["kind": "Bucket", "name": "b"]],
                ],
                rules: [("h", "/", "Prefix", "absent")]),
            makeIngress("port", rules: [("p", "/(", "ImplementationSpecific", "one")]),
            makeIngress(
                "regex", annotations: ["nginx.ingress.kubernetes.io/use-regex": "true"],
                rules: [("r", "/(", "ImplementationSpecific", "one")]),
            makeIngress("good", rules: [("g", "/", "Prefix", "one")]),
        ])
        let told = plan.problems.map { "\($0.ingress.name) \($0.reason): \($0.message)" }
        #expect(
            told == [
                "broken MissingService: The service ns/absent does not exist",
                "broken UnsupportedBackend: Backends other than services are not supported",
                "broken MissingSecret: The secret ns/absent does not exist; the hosts it is for get the default certificate",
                "regex InvalidPath: The path \"/(\" is no regular expression",
            ])
        #expect(plan.model.backends["ns:absent:80"]?.servers == .addresses([]))
        #expect(routes(plan).contains("exact(\"g\") prefix(\"/\") ns:one:80"))
        #expect(plan.services.contains(ObjectKey(namespace: "ns", name: "absent")))
        #expect(plan.secrets == [ObjectKey(namespace: "ns", name: "absent")])
    }

    @Test func portsByNameAndNumber() {
        let ingress = makeIngress(
            "a",
            spec: [
                "rules": [
                    [
                        "http": [
                            "paths": [
                                ["path": "/a", "pathType": "Prefix", "backend": backend("one", ["name": "http"])],
                                ["path": "/b", "pathType": "Prefix", "backend": backend("one", ["number": 81])],
                            ]
                        ]
                    ]
                ]
            ])
        let plan = plan([ingress])
        #expect(plan.model.backends["ns:one:http"]?.servers != .addresses([]))
        #expect(plan.model.backends["ns:one:81"]?.servers == .addresses([]))
        #expect(plan.problems.map(\.reason) == ["MissingServicePort"])
    }

    @Test func anExternalNameIsResolvedByTheProxy() {
        var world = world
        world.services[ObjectKey(namespace: "ns", name: "out")] = Resources.Service([
            "metadata": ["namespace": "ns", "name": "out"], "spec": ["type": "ExternalName", "externalName": "API.example.com"],
        ])
        let plan = plan([makeIngress("a", spec: ["defaultBackend": backend("out")])], world: world)
        #expect(plan.model.backends["ns:out:80"]?.servers == .name("api.example.com", port: 80))
    }

    @Test func certificatesBelongToTheirHosts() throws {
        let pair = try CertificateAuthority.create(commonName: "test").issue(commonName: "h", dnsNames: ["h"], usages: [.server])
        let stranger = try CertificateAuthority.create(commonName: "other").issue(commonName: "h", dnsNames: ["h"], usages: [.server])
        var world = world
        let secret = { (name: String, certificate: String, key: String) -> Secret in
            var secret = Secret(name: name, namespace: "ns")
            secret.data = ["tls.crt": Data(certificate.utf8).base64EncodedString(), "tls.key": Data(key.utf8).base64EncodedString()]
            return secret
        }
        world.secrets[ObjectKey(namespace: "ns", name: "good")] = secret(
            "good", "Bag Attributes\n\n" + pair.certificatePEM, pair.privateKeyPEM)
        world.secrets[ObjectKey(namespace: "ns", name: "mixed")] = secret("mixed", pair.certificatePEM, stranger.privateKeyPEM)
        let tls = { (hosts: JSON, name: JSON) -> JSON in ["tls": [["hosts": hosts, "secretName": name]], "defaultBackend": backend("one")] }
        let plan = plan(
            [
                makeIngress("a", created: 1, spec: tls(["H", "i"], "good")), makeIngress("b", created: 2, spec: tls(["h"], "good")),
                makeIngress("c", created: 3, spec: tls(["m"], "mixed")),
            ], world: world)
        #expect(plan.model.certificates.map(\.hosts) == [["h", "i"]])
        #expect(plan.model.certificates.map(\.file) == ["ns_good.pem"])
        #expect(plan.model.certificates.first?.pem.contains("\n\n") == false)
        #expect(plan.model.certificates.first?.pem.hasPrefix("-----BEGIN CERTIFICATE-----\n") == true)
        #expect(plan.problems.map(\.message) == ["The secret ns/mixed cannot be used: the private key does not belong to the certificate"])
    }
}
