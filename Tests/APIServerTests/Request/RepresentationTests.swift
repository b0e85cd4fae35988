import NIOHTTP1
import Resources
import Testing

@testable import APIServer

@Suite struct RepresentationTests {
    private func negotiate(_ accept: String?, agent: String = "kubectl", query: String = "") throws -> Representation {
        var headers: HTTPHeaders = ["user-agent": agent]
        if let accept { headers.add(name: "Accept", value: accept) }
        return try Representation.negotiate(headers, QueryParameters(parsing: query))
    }

    @Test func servesJSONWhenNothingIsAsked() throws {
        #expect(try negotiate(nil) == .plain)
        #expect(try negotiate("*/*") == .plain)
        #expect(try negotiate("application/json") == .plain)
    }

    @Test func prefersTheFirstServedClause() throws {
        let table = try negotiate(
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json")
        #expect(table.shape == .table(apiVersion: "meta.k8s.io/v1"))
        #expect(try negotiate("application/vnd.kubernetes.protobuf,application/json").encoding == .protobuf)
        #expect(try negotiate("application/json;q=0.5,application/yaml").encoding == .yaml)
        let partial = try negotiate("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
        #expect(partial.shape == .partialMetadataList(apiVersion: "meta.k8s.io/v1"))
    }

    @Test func refusesWhatIsNotServed() {
        #expect(throws: APIError.notAcceptable(offered: MediaType.served)) { try negotiate("text/html") }
        #expect(throws: APIError.self) { try negotiate("application/cbor") }
    }

    @Test func printsPrettilyForPeople() throws {
        #expect(try negotiate(nil, agent: "curl/8.0").isPretty)
        #expect(try !negotiate(nil, agent: "curl/8.0", query: "pretty=false").isPretty)
        #expect(try negotiate(nil, query: "pretty=true").isPretty)
    }

    /// What is asked rather than stored, such as an access review, has no rows.
    @Test func tablesOfActions() throws {
        let table = "application/json;as=Table;v=v1;g=meta.k8s.io"
        #expect(throws: APIError.self) { try Representation.negotiate(["accept": table], QueryParameters(), hasTables: false) }
        let other = try Representation.negotiate(["accept": table + ", application/json"], QueryParameters(), hasTables: false)
        #expect(other.shape == .object)
    }
}
