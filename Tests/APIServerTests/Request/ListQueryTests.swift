import Resources
import Testing

@testable import APIServer

@Suite struct ListQueryTests {
    private func read(_ query: String, path: String = "/api/v1/namespaces/a/pods", watch: Bool = false) throws -> ListQuery {
        let parameters = QueryParameters(parsing: query)
        let info = RequestInfo(method: "GET", path: path, watch: watch ? "true" : nil, fieldSelector: parameters["fieldSelector"])
        return try ListQuery(parameters, info, type: .pods) { $0 == "spec.nodeName" }
    }

    @Test func readsSelectorsAndPaging() throws {
        let query = try read("labelSelector=app%3Dweb&fieldSelector=spec.nodeName%3Dn1&limit=10&continue=x&timeoutSeconds=3")
        #expect(query.selection.namespace == "a")
        #expect(query.selection.labels.description == "app=web")
        #expect(query.selection.fields.requiredValue(of: "spec.nodeName") == "n1")
        #expect(query.limit == 10)
        #expect(query.continueToken == "x")
        #expect(query.timeoutSeconds == 3)
    }

    @Test func refusesUnknownFields() {
        #expect(throws: APIError.badRequest("field label not supported: spec.x")) { try read("fieldSelector=spec.x%3D1") }
    }

    @Test(arguments: [
        ("resourceVersionMatch=Exact", false), ("resourceVersion=0&resourceVersionMatch=Exact", false),
        ("resourceVersion=5&resourceVersionMatch=Newest", false), ("sendInitialEvents=true", false), ("sendInitialEvents=true", true),
        ("resourceVersionMatch=NotOlderThan&resourceVersion=1", true), ("resourceVersionMatch=Exact&continue=t&resourceVersion=1", false),
    ])
    func refusesContradictions(_ query: String, watch: Bool) {
        #expect(throws: APIError.self) { try read(query, watch: watch) }
    }

    @Test func narrowsToAName() throws {
        let query = try read("", path: "/api/v1/watch/namespaces/a/pods/web")
        #expect(query.selection.fields.requiredValue(of: "metadata.name") == "web")
    }

    @Test func refusesRevisionsThatAreNoNumbers() throws {
        #expect(throws: APIError.self) { try read("resourceVersion=abc").revision() }
        #expect(try read("resourceVersion=0").revision() == nil)
        #expect(try read("resourceVersion=7").revision() == 7)
    }

    @Test func continueTokensRoundTrip() throws {
        let token = ContinueToken(after: ObjectKey(namespace: "a", name: "b"), snapshot: .init(revision: 42, seconds: 7))
        #expect(try ContinueToken(parsing: token.text) == token)
        let inconsistent = ContinueToken(after: token.after, snapshot: nil)
        #expect(try ContinueToken(parsing: inconsistent.text) == inconsistent)
        #expect(throws: APIError.self) { try ContinueToken(parsing: "garbage!") }
    }
}
