import Document
import HTTPServing
import NIOCore
import NIOHTTP1
import Testing

@testable import Dashboard

@Suite struct AssetResponderTests {
    private let responder = AssetResponder(prefix: "/dashboard/", mode: .local(explains: true))

    private func ask(_ path: String, method: String = "GET", headers: HTTPHeaders = [:]) -> HTTPResponse {
        responder.response(HTTPRequest(method: method, path: path, headers: headers))
    }

    @Test(arguments: [
        ("/dashboard/", "text/html; charset=utf-8"), ("/dashboard/index.html", "text/html; charset=utf-8"),
        ("/dashboard/main.js", "text/javascript; charset=utf-8"), ("/dashboard/theme.css", "text/css; charset=utf-8"),
        ("/dashboard/icon.svg", "image/svg+xml"), ("/dashboard/mode.json", "application/json"),
    ]) func contentTypes(_ path: String, _ type: String) {
        let answer = ask(path)
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "content-type") == type)
        #expect(answer.headers.first(name: "x-content-type-options") == "nosniff")
        #expect(answer.body.readableBytes > 0)
    }

    @Test func thePolicyAllowsNothingFromElsewhere() throws {
        let policy = try #require(ask("/dashboard/").headers.first(name: "content-security-policy"))
        #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
    }

    @Test(arguments: [
        "/dashboard/../etc/passwd", "/dashboard/%2e%2e/main.js", "/dashboard//main.js", "/dashboard/./main.js", "/dashboard/Main.js",
        "/dashboard/web/main.js", "/dashboard/main.js/", "/dashboard/%6dain.js", "/elsewhere/main.js", "/dashboard",
    ]) func noPathLeadsAnywhereElse(_ path: String) { #expect(ask(path).status == 404) }

    @Test func onlyReading() {
        #expect(ask("/dashboard/", method: "POST").status == 405)
        #expect(ask("/dashboard/", method: "POST").headers.first(name: "allow") == "GET, HEAD")
    }

    @Test func whatIsKnownIsNotSentAgain() throws {
        let etag = try #require(ask("/dashboard/main.js").headers.first(name: "etag"))
        let again = ask("/dashboard/main.js", headers: ["If-None-Match": etag])
        #expect(again.status == 304 && again.body.readableBytes == 0)
        #expect(ask("/dashboard/main.js", headers: ["If-None-Match": "\"other\""]).status == 200)
    }

    @Test(arguments: [
        ("/dashboard/", "no-cache"), ("/dashboard/index.html", "no-cache"), ("/dashboard/mode.json", "no-cache"),
        ("/dashboard/main.js", "max-age=15"), ("/dashboard/theme.css", "max-age=15"),
    ]) func aPageThatBeginsAnewNeedNotAskForEverythingAgain(_ path: String, _ expected: String) {
        #expect(ask(path).headers["cache-control"] == [expected])
    }

    @Test func theModeIsTold() throws {
        let mode = try JSON.parse(Array(ask("/dashboard/mode.json").body.readableBytesView))
        #expect(mode["mode"] == "local" && mode["why"] == true)
        let other = try JSON.parse(PageMode.cluster.document)
        #expect(other["mode"] == "cluster" && other["why"] == false)
    }
}
