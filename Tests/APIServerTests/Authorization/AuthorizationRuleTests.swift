import Resources
import Testing

@testable import APIServer

@Suite struct AuthorizationRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rule: AuthorizationRule
        var request: RequestAttributes
        var isAllowed: Bool
    }

    static let pods = AuthorizationRule(verbs: ["get", "list"], groups: [""], resources: ["pods", "pods/log", "*/scale"])
    static let cases: [Case] = [
        Case(testDescription: "verb and resource", rule: pods, request: .init(verb: "get", resource: "pods"), isAllowed: true),
        Case(testDescription: "other verb", rule: pods, request: .init(verb: "delete", resource: "pods"), isAllowed: false),
        Case(testDescription: "other group", rule: pods, request: .init(verb: "get", apiGroup: "apps", resource: "pods"), isAllowed: false),
        Case(
            testDescription: "subresource named", rule: pods, request: .init(verb: "get", resource: "pods", subresource: "log"),
            isAllowed: true),
        Case(
            testDescription: "subresource not named", rule: pods, request: .init(verb: "get", resource: "pods", subresource: "exec"),
            isAllowed: false),
        Case(
            testDescription: "any resource's scale", rule: pods, request: .init(verb: "get", resource: "x", subresource: "scale"),
            isAllowed: true),
        Case(
            testDescription: "star takes in subresources", rule: .init(verbs: ["*"], groups: ["*"], resources: ["*"]),
            request: .init(verb: "proxy", apiGroup: "g", resource: "r", subresource: "s"), isAllowed: true),
        Case(
            testDescription: "named object", rule: .init(verbs: ["get"], groups: [""], resources: ["secrets"], names: ["a"]),
            request: .init(verb: "get", resource: "secrets", name: "a"), isAllowed: true),
        Case(
            testDescription: "another object", rule: .init(verbs: ["get"], groups: [""], resources: ["secrets"], names: ["a"]),
            request: .init(verb: "get", resource: "secrets", name: "b"), isAllowed: false),
        Case(
            testDescription: "collection of a named rule", rule: .init(verbs: ["list"], groups: [""], resources: ["secrets"], names: ["a"]),
            request: .init(verb: "list", resource: "secrets"), isAllowed: false),
        Case(
            testDescription: "URL with star", rule: .init(verbs: ["get"], urls: ["/apis/*"]),
            request: .nonResource(verb: "get", path: "/apis/apps"), isAllowed: true),
        Case(
            testDescription: "URL without star", rule: .init(verbs: ["get"], urls: ["/healthz"]),
            request: .nonResource(verb: "get", path: "/healthz/etcd"), isAllowed: false),
        Case(
            testDescription: "resource star is no URL", rule: .init(verbs: ["*"], groups: ["*"], resources: ["*"]),
            request: .nonResource(verb: "get", path: "/metrics"), isAllowed: false),
    ]

    @Test(arguments: cases) func matchesAsRBACSays(_ example: Case) {
        #expect(example.rule.allows(example.request) == example.isAllowed)
    }

    @Test func coverageFindsWhatIsMissing() {
        let held = [
            AuthorizationRule(verbs: ["get", "list"], groups: [""], resources: ["pods"]),
            AuthorizationRule(verbs: ["*"], groups: ["apps"], resources: ["*/scale"]),
            AuthorizationRule(verbs: ["get"], urls: ["/api/*"]),
        ]
        func missing(_ rule: AuthorizationRule) -> [String] { RuleCoverage.missing([rule], heldBy: held).map(\.compactText) }
        #expect(missing(.init(verbs: ["get"], groups: [""], resources: ["pods"], names: ["x"])).isEmpty)
        #expect(missing(.init(verbs: ["update"], groups: ["apps"], resources: ["deployments/scale"])).isEmpty)
        #expect(missing(.init(verbs: ["get"], urls: ["/api/v1"])).isEmpty)
        #expect(
            missing(.init(verbs: ["get", "create", "delete"], groups: [""], resources: ["pods"]))
                == [#"{APIGroups:[""], Resources:["pods"], Verbs:["create" "delete"]}"#])
        #expect(missing(.init(verbs: ["get"], groups: ["*"], resources: ["*"])) == [#"{APIGroups:["*"], Resources:["*"], Verbs:["get"]}"#])
    }
}
