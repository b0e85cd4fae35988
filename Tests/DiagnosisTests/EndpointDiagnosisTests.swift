import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct EndpointDiagnosisTests {
    private func service(_ ports: String = "[{port: 80, targetPort: 9999}]") throws -> Service {
        Service(try YAML.parseOne("{metadata: {name: s, namespace: default}, spec: {ports: \(ports)}}"))
    }

    private func slice(_ endpoints: String, ports: String = "[{port: 9999}]") throws -> EndpointSlice {
        EndpointSlice(
            try YAML.parseOne(
                """
                {metadata: {name: s-1, namespace: default, labels: {kubernetes.io/service-name: s}}, addressType: IPv4,
                ports: \(ports), endpoints: \(endpoints)}
                """))
    }

    @Test func readyEndpointsOfTCPAreTried() throws {
        let slices = [
            try slice(
                """
                [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: a}}, {addresses: [10.0.0.2], conditions: {ready: false}},
                {addresses: [10.0.0.3], conditions: {ready: true}}]
                """)
        ]
        let tries = EndpointDiagnosis.tries(try service(), slices)
        #expect(
            tries.map { "\($0.servicePort) \($0.subject) \($0.address):\($0.port)" } == [
                "80 pod/a 10.0.0.1:9999", "80 endpoint 10.0.0.3 10.0.0.3:9999",
            ])
        #expect(EndpointDiagnosis.tries(try service("[{port: 53, protocol: UDP}]"), slices).isEmpty)
        #expect(EndpointDiagnosis.tries(try service("[{name: other, port: 80}]"), slices).isEmpty)
    }

    private func found(_ outcomes: [(LinkOutcome, [EndpointDiagnosis.Listener]?)]) throws -> Diagnosis? {
        let tries = outcomes.enumerated().map { index, seen in
            var attempt = EndpointDiagnosis.Try(
                servicePort: 80, address: "10.0.0.\(index + 1)", port: 9999, pod: "web-\(index + 1)", namespace: "default")
            (attempt.outcome, attempt.listeners) = seen
            return attempt
        }
        return EndpointDiagnosis.diagnose(try service(), tries)
    }

    @Test func nothingIsWrongWithEndpointsThatAnswer() throws {
        #expect(try found([(.answered(""), nil), (.answered(""), nil)]) == nil)
        #expect(try found([]) == nil)
    }

    @Test func aPortThatNobodyListensAtIsNamedWithTheOneThatIsOpen() throws {
        let why = try #require(try found([(.refused, [.init(port: 8080, isLoopbackOnly: false)])]))
        #expect(why.cause == .nothingListens && !why.isHealthy)
        #expect(
            why.text == """
                service/s: its port 80 leads to port 9999 of pod/web-1, where nothing listens.
                    10.0.0.1:9999: connection refused
                    its programs listen at: 8080
                  fix: kubectl -n default patch service s -p '{"spec":{"ports":[{"port":80,"targetPort":8080}]}}'

                """)
    }

    @Test func aProgramThatListensForItselfAlone() throws {
        let why = try #require(try found([(.refused, [.init(port: 9999, isLoopbackOnly: true)])]))
        #expect(why.cause == .loopbackOnly && why.text.contains("0.0.0.0"))
    }

    @Test func withoutALookIntoThePodOnlyTheRefusalIsTold() throws {
        let why = try #require(try found([(.answered(""), nil), (.refused, nil)]))
        #expect(why.cause == .nothingListens)
        #expect(why.reason.contains("pod/web-2") && why.reason.contains("1 of 2 endpoints"))
        #expect(why.fix.contains("set targetPort of port 80"))
        #expect(try found([(.refused, [])])?.text.contains("listen at no TCP port") == true)
    }

    @Test func silenceMayBeAPolicy() throws {
        #expect(try found([(.silent, nil)])?.fix.contains("networkpolicy") == true)
        #expect(try found([(.failed("no route to host"), nil)])?.text.contains("no route to host") == true)
    }
}
