import Testing

@testable import Kinds

@Suite struct URLPartsTests {
    @Test func partsAreFound() throws {
        let url = try #require(URLParts("HTTPS://u:p@[::1]:8443/a/b?c=d#e"))
        #expect(url.scheme == "https" && url.user == "u:p" && url.host == "[::1]:8443")
        #expect(url.path == "/a/b" && url.query == "c=d" && url.fragment == "e")
        #expect(URLParts("mailto:x")?.host.isEmpty == true && URLParts("/a/b")?.path == "/a/b")
    }

    @Test(arguments: [
        (":a", "missing protocol scheme"), ("a b:c", "first path segment in URL cannot contain colon"), ("https://h:x/", "invalid port"),
        ("https://a b/", "invalid character"), ("https://[::1/", "missing ']' in host"), ("a\u{7F}", "control character"),
        ("10%", "parse \"10%\": invalid URL escape \"%\""), ("/a%2fb%zzc", "invalid URL escape \"%zz\""),
    ])
    func otherTextsAreNone(text: String, problem: String) {
        do throws(URLParts.Problem) {
            _ = try URLParts(parsing: text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.text.contains(problem), "\(error.text)")
        }
    }
}
