import Client
import Document
import HTTPServing
import NIOHTTP1
import Resources
import Testing

@testable import APIServer

/// Whole requests, made strange: the server answers each, never with a fault of its own.
@Suite struct RequestFuzzTests {
    private let run = FuzzRun()

    private func refused(_ body: () async throws -> APIResponse) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch let error as APIError {
            return error.code == 500 ? "it is answered 500: \(error.message)" : nil
        } catch {
            return "\(error)"
        }
    }

    @Test func targets() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("web"))
        let words = [
            "watch=1", "&limit=-1", "&continue=eyJ2IjoibWV0YSJ9", "&labelSelector=", "&fieldSelector=",
            "&resourceVersion=18446744073709551616",
            "&timeoutSeconds=0", "&dryRun=All", "/status", "/scale", "/api", "/apis", "namespaces", "?", "&", "%", "+",
        ]
        let findings = await run.walk(FuzzRun.corpus("targets.txt"), words: words) { input in
            let text = String(decoding: input, as: UTF8.self)
            let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            let query = QueryParameters(parsing: parts[1].split(separator: "?", maxSplits: 1).last ?? "")
            let info = RequestInfo(
                method: parts[0], path: QueryParameters.decodePath(parts[1]), watch: query["watch"], fieldSelector: query["fieldSelector"])
            if info.verb == "watch" { return nil }
            return await refused {
                try await server.client.send(
                    APIRequest(method: parts[0], path: parts[1], contentType: "application/merge-patch+json", body: [123, 125]))
            }
        }
        #expect(findings.isEmpty, "\(findings)")
        #expect(try await server.send("GET", TestServer.pods).status == 200, "it goes on answering")
    }

    @Test func bodies() async throws {
        let server = try await TestServer()
        let paths = [
            "Pod": TestServer.pods, "Deployment": "/apis/apps/v1/namespaces/default/deployments",
            "Service": "/api/v1/namespaces/default/services",
        ]
        let words = [
            "\"metadata\":{}", "\"name\":\"\"", "\"generateName\":\"a-\"", "\"namespace\":\"other\"", "\"finalizers\":[\"x/y\"]",
            "\"kind\":1", "\"spec\":null",
        ]
        let findings = await run.walk(FuzzRun.corpus("json"), words: words) { input in
            let kind = (try? JSON.parse(input))?["kind"].string ?? "Pod"
            let path = paths[kind] ?? TestServer.pods
            return await refused {
                try await server.client.send(APIRequest(method: "POST", path: path, contentType: "application/json", body: input))
            }
        }
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func patchesOfObjects() async throws {
        let server = try await TestServer()
        let deployment = try #require(FuzzRun.corpus("json").first { (try? JSON.parse($0))?["kind"] == "Deployment" })
        let path = "/apis/apps/v1/namespaces/default/deployments"
        _ = try await server.send("POST", path, String(decoding: deployment, as: UTF8.self))
        for (file, type) in [
            ("json-patches", "application/json-patch+json"), ("merge-patches", "application/merge-patch+json"),
            ("merge-patches", "application/strategic-merge-patch+json"),
        ] {
            let findings = await run.walk(FuzzRun.corpus(file), words: ["\"replicas\":-1", "\"$patch\":\"delete\"", "\"path\":\"/spec\""]) {
                input in
                await refused {
                    try await server.client.send(
                        APIRequest(method: "PATCH", path: path + "/d?dryRun=All", contentType: type, body: input))
                }
            }
            #expect(findings.isEmpty, "\(type): \(findings)")
        }
    }

    @Test func headers() {
        let corpus = [
            "application/json;as=Table;v=v1;g=meta.k8s.io, application/json;q=0.9, */*", "Bearer abc.def.ghi", "gzip, deflate;q=0",
            "application/vnd.kubernetes.protobuf;type=watch", "base64url.bearer.authorization.k8s.io.YWJj, v4.channel.k8s.io",
            "*/*;q=1;q=0.5", "application/yaml; charset=utf-8",
        ].map { Array($0.utf8) }
        let findings = run.walk(corpus, words: [";", "q=", ",", "*/*", "Bearer ", "="]) { input in
            let value = String(decoding: input, as: UTF8.self)
            let headers: HTTPHeaders = ["Accept": value, "Authorization": value, "Content-Type": value, "Sec-WebSocket-Protocol": value]
            _ = try? Representation.negotiate(headers, QueryParameters())
            _ = MediaType.essence(value)
            _ = AuthenticatorChain.bearerToken(headers)
            _ = JSONWebToken(value)
            return nil
        }
        #expect(findings.isEmpty, "\(findings)")
    }
}
