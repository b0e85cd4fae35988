import Document
import FoundationEssentials
import HTTPServing
import NIOCore
import NIOHTTP1
import PKI
import Resources
import Testing

@testable import APIServer

@Suite struct WebhookTests {
    @Test(arguments: [
        (["pods"], "", true), (["pods/status"], "", false), (["*"], "status", false), (["*/*"], "status", true),
        (["pods/*"], "status", true), (["*/scale"], "scale", true), (["services"], "", false),
    ])
    func rulesNameResources(_ resources: [String], _ subresource: String, _ matches: Bool) {
        let rule = Webhook.Rule([
            "operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": JSON(resources), "scope": "*",
        ])
        #expect(rule.matches("CREATE", .pods, subresource: subresource, isNamespaced: true) == matches)
        #expect(!rule.matches("DELETE", .pods, subresource: subresource, isNamespaced: true))
    }

    @Test func versionsMatchExactlyOrEquivalently() {
        let old = ResourceType(group: "extensions", version: "v1beta1", plural: "deployments", kind: "Deployment")
        let rules: JSON = [["operations": ["*"], "apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments"]]]
        let request = Admit.request(.create, .deployments)
        func hook(_ policy: String) -> Webhook {
            Webhook(["name": "h", "rules": rules, "matchPolicy": .string(policy)], configuration: "c")
        }
        #expect(hook("Equivalent").matchingType(request, types: [old, .deployments]) == .deployments)
        #expect(hook("Exact").matchingType(request, types: [old, .deployments]) == nil)
    }

    @Test func addressesAreTakenApart() {
        #expect(WebhookURL("https://hook.example.com:8443/a?b=c") == WebhookURL("https://hook.example.com:8443/a?b=c"))
        #expect(WebhookURL("https://hook.example.com")?.port == 443 && WebhookURL("https://hook.example.com")?.path == "/")
        #expect(WebhookURL("https://[::1]:9/x")?.host == "::1" && WebhookURL("https://[::1]:9/x")?.port == 9)
        #expect(WebhookURL("http://plain") == nil && WebhookURL("https://x:0/") == nil)
    }

    @Test func answersMustFitTheQuestion() throws {
        let good: JSON = [
            "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "response": ["uid": "u", "allowed": true, "warnings": ["w"]],
        ]
        let verdict = try WebhookCaller.verdict(good, uid: "u", version: "v1")
        #expect(verdict.isAllowed && verdict.warnings == ["w"] && verdict.patch == nil)
        #expect(throws: WebhookCaller.CallError.self) { try WebhookCaller.verdict(good, uid: "other", version: "v1") }
        #expect(throws: WebhookCaller.CallError.self) { try WebhookCaller.verdict(["kind": "X"], uid: "u", version: "v1") }
        #expect(throws: WebhookCaller.CallError.self) { try WebhookCaller.verdict([:], uid: "u", version: "v1beta1") }
    }

    // MARK: A real webhook

    /// Labels objects with `seen: <times>`, refuses those named `bad`, and does not answer those named `slow`.
    private struct Hook: HTTPHandler {
        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1 << 20) }

        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            guard let review = try? JSON.parse(Array(request.body.readableBytesView)) else { return exchange.respond(.text(400, "what?")) }
            let asked = review["request"]
            let object = asked["object"]
            let name = object["metadata"]["name"].string ?? asked["name"].string ?? ""
            if name == "slow" { return }
            var response: JSON = ["uid": asked["uid"], "allowed": .bool(name != "bad")]
            if name == "bad" { response["status"] = ["message": "bad is no name", "code": 403, "reason": "Forbidden"] }
            if request.path == "/mutate" {
                let seen = (object["metadata"]["labels"]["seen"].string.flatMap { Int($0) } ?? 0) + 1
                var patch: [JSON] = []
                if object["metadata"]["labels"].isNull { patch.append(["op": "add", "path": "/metadata/labels", "value": [:]]) }
                patch.append(["op": "add", "path": "/metadata/labels/seen", "value": .string(String(seen))])
                response["patchType"] = "JSONPatch"
                response["patch"] = .string(Data(JSON.array(patch).encoded()).base64EncodedString())
            }
            let answer: JSON = ["kind": "AdmissionReview", "apiVersion": review["apiVersion"], "response": response]
            exchange.respond(
                status: 200, headers: ["Content-Type": "application/json"], body: ByteBuffer(bytes: answer.encoded()))
        }
    }

    private func configuration(_ kind: String, port: Int, bundle: String, path: String, extra: JSON = [:]) -> String {
        var webhook: JSON = [
            "name": "hook.example.com", "admissionReviewVersions": ["v1"], "sideEffects": "None", "timeoutSeconds": 30,
            "clientConfig": [
                "url": .string("https://127.0.0.1:\(port)/\(path)"), "caBundle": .string(Data(bundle.utf8).base64EncodedString()),
            ],
            "rules": [["operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]]],
        ]
        for (key, value) in extra.object ?? JSONObject() { webhook[key] = value }
        let document: JSON = [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": .string(kind), "metadata": ["name": .string(path)],
            "webhooks": [webhook],
        ]
        return document.text
    }

    private func withHook(_ body: (TestServer, Int, String) async throws -> Void) async throws {
        let authority = try CertificateAuthority.create(commonName: "hook-ca")
        let identity = try authority.issue(commonName: "hook", dnsNames: ["localhost"], addresses: ["127.0.0.1"], usages: [.server])
        let tls = try ServerTLS(
            certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        let server = try await TestServer(registryConfigure: { parts, registry in
            let caches = ObjectCaches(registry)
            parts.admission = AdmissionChain([
                MutatingWebhooks(caches: caches, registry: registry, environment: ServerEnvironment()),
                ValidatingWebhooks(caches: caches, registry: registry, environment: ServerEnvironment()),
            ])
        })
        try await serving(Hook(), tls: tls) { port in try await body(server, port, authority.certificatePEM) }
    }

    private static let root = "/apis/admissionregistration.k8s.io/v1/"
    private func map(_ name: String) -> String { #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"\#(name)"}}"# }

    @Test func webhooksChangeAndRefuse() async throws {
        try await withHook { server, port, bundle in
            // Before there are any webhooks, which must not be remembered.
            #expect(try await server.send("POST", TestServer.configMaps, map("before")).status == 201)
            let mutating = configuration("MutatingWebhookConfiguration", port: port, bundle: bundle, path: "mutate")
            #expect(try await server.send("POST", Self.root + "mutatingwebhookconfigurations", mutating).status == 201)
            let made = try await server.send("POST", TestServer.configMaps, map("good"))
            #expect(made.status == 201 && made.document["metadata"]["labels"]["seen"] == "1")
            let validating = configuration("ValidatingWebhookConfiguration", port: port, bundle: bundle, path: "validate")
            #expect(try await server.send("POST", Self.root + "validatingwebhookconfigurations", validating).status == 201)
            let refused = try await server.send("POST", TestServer.configMaps, map("bad"))
            #expect(refused.status == 403)
            #expect(refused.document["message"] == #"admission webhook "hook.example.com" denied the request: bad is no name"#)
        }
    }

    @Test func failuresCountByPolicy() async throws {
        try await withHook { server, port, bundle in
            let path = Self.root + "validatingwebhookconfigurations"
            let strict = configuration(
                "ValidatingWebhookConfiguration", port: port, bundle: bundle, path: "validate", extra: ["timeoutSeconds": 1])
            #expect(try await server.send("POST", path, strict).status == 201)
            let late = try await server.send("POST", TestServer.configMaps, map("slow"))
            #expect(late.status == 500)
            #expect(late.document["message"].string?.contains(#"failed calling webhook "hook.example.com""#) == true)
            #expect(try await server.send("DELETE", path + "/validate").status == 200)
            let lenient = configuration(
                "ValidatingWebhookConfiguration", port: port, bundle: bundle, path: "validate",
                extra: ["failurePolicy": "Ignore", "timeoutSeconds": 1])
            #expect(try await server.send("POST", path, lenient).status == 201)
            #expect(try await server.send("POST", TestServer.configMaps, map("slow")).status == 201)
        }
    }

    @Test func sideEffectsForbidDryRunsAndSelectorsChoose() async throws {
        try await withHook { (server, port, bundle) async throws in
            let path = Self.root + "validatingwebhookconfigurations"
            let hook = configuration(
                "ValidatingWebhookConfiguration", port: port, bundle: bundle, path: "validate",
                extra: ["sideEffects": "NoneOnDryRun", "objectSelector": ["matchLabels": ["check": "yes"]]])
            #expect(try await server.send("POST", path, hook).status == 201)
            #expect(try await server.send("POST", TestServer.configMaps, map("bad")).status == 201)
            #expect(try await server.send("DELETE", path + "/validate").status == 200)
        }
    }
}
