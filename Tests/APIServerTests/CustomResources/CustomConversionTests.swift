import Document
import FoundationEssentials
import HTTPServing
import NIOCore
import NIOHTTP1
import PKI
import Resources
import Testing

@testable import APIServer

/// Versions of different shapes, converted by a real webhook: v1 has `hostPort`, v2 has `host` and `port`.
@Suite struct CustomConversionTests {
    private struct Converter: HTTPHandler {
        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1 << 20) }

        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            guard let review = try? JSON.parse(Array(request.body.readableBytesView)) else { return exchange.respond(.text(400, "what?")) }
            let asked = review["request"]
            let wanted = asked["desiredAPIVersion"].string ?? ""
            let converted = (asked["objects"].array ?? []).map { object -> JSON in
                var object = object
                object["apiVersion"] = .string(wanted)
                if wanted.hasSuffix("v2") {
                    let parts = (object["spec"]["hostPort"].string ?? "").split(separator: ":").map(String.init)
                    object["spec"] = ["host": JSON(parts.first), "port": JSON(parts.last)]
                } else {
                    object["spec"] = ["hostPort": .string("\(object["spec"]["host"].string ?? ""):\(object["spec"]["port"].string ?? "")")]
                }
                return object
            }
            let answer: JSON = [
                "kind": "ConversionReview", "apiVersion": review["apiVersion"],
                "response": ["uid": asked["uid"], "result": ["status": "Success"], "convertedObjects": .array(converted)],
            ]
            exchange.respond(status: 200, headers: ["Content-Type": "application/json"], body: ByteBuffer(bytes: answer.encoded()))
        }
    }

    private static func schema(_ names: [String]) -> JSON {
        var properties: JSON = [:]
        for name in names { properties[name] = ["type": "string"] }
        return ["openAPIV3Schema": ["type": "object", "properties": ["spec": ["type": "object", "properties": properties]]]]
    }

    private func withKind(_ body: (CustomServer) async throws -> Void) async throws {
        let authority = try CertificateAuthority.create(commonName: "hook-ca")
        let identity = try authority.issue(commonName: "hook", dnsNames: ["localhost"], addresses: ["127.0.0.1"], usages: [.server])
        let tls = try ServerTLS(
            certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        let custom = try await CustomServer()
        try await serving(Converter(), tls: tls) { port in
            let bundle = Data(authority.certificatePEM.utf8).base64EncodedString()
            try await custom.define(
                CustomServer.definition { definition in
                    definition["spec"]["versions"] = [
                        [
                            "name": "v1", "served": true, "storage": true, "schema": Self.schema(["hostPort"]),
                            "selectableFields": [["jsonPath": ".spec.hostPort"]],
                        ],
                        [
                            "name": "v2", "served": true, "storage": false, "schema": Self.schema(["host", "port"]),
                            "selectableFields": [["jsonPath": ".spec.host"]],
                        ],
                    ]
                    definition["spec"]["conversion"] = [
                        "strategy": "Webhook",
                        "webhook": [
                            "conversionReviewVersions": ["v1"],
                            "clientConfig": ["url": .string("https://127.0.0.1:\(port)/convert"), "caBundle": .string(bundle)],
                        ],
                    ]
                })
            try await body(custom)
        }
    }

    private static let second = CustomServer.crontabs.replacing("/v1/", with: "/v2/")

    @Test func objectsAreReadAndWrittenInEveryVersion() async throws {
        try await withKind { custom in
            let made = try await custom.send("POST", CustomServer.crontabs, CustomServer.crontab("a", ["hostPort": "one:1"]))
            #expect(made.status == 201, "\(made.document.text)")
            let other = try await custom.send(
                "POST", Self.second, CustomServer.crontab("b", version: "v2", ["host": "two", "port": "2"]))
            #expect(other.status == 201 && other.document["spec"] == ["host": "two", "port": "2"], "\(other.document.text)")
            #expect(try await custom.send("GET", CustomServer.crontabs + "/b").document["spec"] == ["hostPort": "two:2"])
            let list = try await custom.send("GET", Self.second).document["items"].array ?? []
            #expect(list.map { $0["spec"]["host"] } == ["one", "two"])
            let patched = try await custom.send(
                "PATCH", Self.second + "/a", ["spec": ["port": "9"]], type: "application/merge-patch+json")
            #expect(patched.document["spec"] == ["host": "one", "port": "9"])
            #expect(try await custom.send("GET", CustomServer.crontabs + "/a").document["spec"]["hostPort"] == "one:9")
        }
    }

    @Test func fieldsSelectInEveryVersion() async throws {
        try await withKind { custom in
            for (name, value) in [("a", "one:1"), ("b", "two:2")] {
                _ = try await custom.send("POST", CustomServer.crontabs, CustomServer.crontab(name, ["hostPort": .string(value)]))
            }
            let first =
                try await custom.send("GET", CustomServer.crontabs + "?fieldSelector=spec.hostPort%3Done:1").document["items"].array ?? []
            #expect(first.map { $0["metadata"]["name"] } == ["a"])
            let second = try await custom.send("GET", Self.second + "?fieldSelector=spec.host%3Dtwo").document["items"].array ?? []
            #expect(second.map { $0["metadata"]["name"] } == ["b"])
            #expect(try await custom.send("DELETE", Self.second + "?fieldSelector=spec.host%3Dtwo").status == 200)
            #expect((try await custom.send("GET", CustomServer.crontabs).document["items"].array ?? []).count == 1)
        }
    }

    private struct Anybody: RequestAuthenticator {
        func authenticate(headers: HTTPHeaders, connection: HTTPConnectionInfo) throws(APIError) -> UserInfo? {
            UserInfo(name: "tester", groups: [UserInfo.Group.masters])
        }
    }

    @Test func watchersAreToldInTheirVersion() async throws {
        try await withKind { custom in
            _ = try await custom.send("POST", CustomServer.crontabs, CustomServer.crontab("before", ["hostPort": "zero:0"]))
            let list = try await custom.send("GET", Self.second).document
            let revision = list["metadata"]["resourceVersion"].string ?? ""
            _ = try await custom.send("POST", CustomServer.crontabs, CustomServer.crontab("a", ["hostPort": "one:1"]))
            _ = try await custom.send(
                "PATCH", CustomServer.crontabs + "/a", ["spec": ["hostPort": "two:1"]], type: "application/merge-patch+json")
            try await serving(custom.server.core.door(Anybody())) { port in
                func watched(_ query: String) async throws -> [JSON] {
                    let answer = try await HTTPClientConnection(host: "127.0.0.1", port: port, tls: nil).request(
                        "GET", Self.second + "?watch=true&timeoutSeconds=1&" + query)
                    let bytes = Array((try await answer.body.collect(upTo: 1 << 20)).readableBytesView)
                    answer.close()
                    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON.parse(Array($0)) }
                }
                let selected = try await watched("resourceVersion=\(revision)&fieldSelector=spec.host%3Done")
                #expect(selected.map { $0["type"] } == ["ADDED", "DELETED"])
                #expect(selected.first?["object"]["spec"] == ["host": "one", "port": "1"])
                #expect(selected.first?["object"]["apiVersion"] == "stable.example.com/v2")
                let all = try await watched(
                    "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")
                #expect(all.map { $0["type"] } == ["ADDED", "ADDED", "BOOKMARK"])
                #expect(all.prefix(2).map { $0["object"]["spec"]["host"] } == ["two", "zero"])
            }
        }
    }

    @Test func aWebhookThatIsGoneIsNamed() async throws {
        let custom = try await CustomServer()
        try await custom.define(
            CustomServer.definition(versions: ["v1", "v2"]) { definition in
                definition["spec"]["conversion"] = [
                    "strategy": "Webhook",
                    "webhook": [
                        "conversionReviewVersions": ["v1"], "clientConfig": ["url": "https://127.0.0.1:1/convert", "caBundle": "Kg=="],
                    ],
                ]
            })
        _ = try await custom.send("POST", CustomServer.crontabs, CustomServer.crontab("a"))
        let found = try await custom.send("GET", Self.second + "/a")
        #expect(found.status == 500)
        #expect(
            found.document["message"].string?.hasPrefix("conversion webhook for stable.example.com/v1, Kind=CronTab failed: ") == true,
            "\(found.document.text)")
        #expect(try await custom.send("GET", CustomServer.crontabs + "/a").status == 200)
    }
}
