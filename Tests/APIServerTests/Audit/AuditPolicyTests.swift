import Resources
import Testing

@testable import APIServer

@Suite struct AuditPolicyTests {
    private static let policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          users: ["system:kube-proxy"]
          verbs: [watch]
          resources: [{group: "", resources: [endpoints, services]}]
        - level: None
          nonResourceURLs: ["/healthz*", "/version"]
        - level: Metadata
          resources: [{group: "", resources: [secrets, configmaps]}]
        - level: Request
          resources: [{group: "", resources: ["pods/*"], resourceNames: [web]}]
          omitStages: [ResponseStarted]
        - level: RequestResponse
          userGroups: [admins]
          namespaces: [prod, ""]
          omitManagedFields: true
        - level: Request
          resources: [{group: apps}, {group: batch, resources: ["*/scale"]}]
        """

    private func decide(
        _ path: String, _ method: String = "GET", user: String = "jane", groups: [String] = [], watch: String? = nil
    ) throws -> AuditPolicy.Decision {
        let info = RequestInfo(method: method, path: path, watch: watch)
        return try AuditPolicy(text: Self.policy).decision(user: UserInfo(name: user, groups: groups), info.attributes)
    }

    @Test func theFirstRuleThatFitsDecides() throws {
        #expect(try decide("/api/v1/services", user: "system:kube-proxy", watch: "true").level == .none)
        #expect(try decide("/healthz/ping").level == .none)
        #expect(try decide("/version").level == .none)
        #expect(try decide("/api/v1/namespaces/a/secrets/s").level == .metadata)
        #expect(try decide("/api/v1/namespaces/a/pods/web/log").level == .request)
        #expect(try decide("/api/v1/namespaces/a/pods/other/log").level == .none, "another name")
        #expect(try decide("/api/v1/namespaces/a/pods/web").level == .request, "resource/* takes the resource too")
        #expect(try decide("/api/v1/namespaces/prod/pods/x", groups: ["admins"]).level == .requestResponse)
        #expect(try decide("/api/v1/namespaces/dev/pods/x", groups: ["admins"]).level == .none)
        #expect(try decide("/api/v1/nodes/x", groups: ["admins"]).level == .requestResponse, "the empty namespace is the cluster's")
        #expect(try decide("/metrics", groups: ["admins"]).level == .none, "namespaces speak of resources only")
        #expect(try decide("/apis/apps/v1/namespaces/a/deployments").level == .request)
        #expect(try decide("/apis/batch/v1/namespaces/a/jobs/j/scale").level == .request)
        #expect(try decide("/apis/batch/v1/namespaces/a/jobs/j").level == .none)
    }

    @Test func stagesAndFieldsAreOmitted() throws {
        #expect(try decide("/api/v1/namespaces/a/pods/web/log").omittedStages == [.requestReceived, .responseStarted])
        #expect(try decide("/api/v1/nodes/x", groups: ["admins"]).omitsManagedFields)
        #expect(try !decide("/api/v1/namespaces/a/secrets/s").omitsManagedFields)
    }

    @Test func nobodyKnownFitsOnlyRulesWithoutUsers() throws {
        let policy = try AuditPolicy(
            text: "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: Request, users: [a]}, {level: Metadata}]}")
        #expect(policy.decision(user: nil, .nonResource(verb: "get", path: "/x")).level == .metadata)
    }

    @Test(arguments: [
        ("rules: []", "apiVersion and kind"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy}", "it has no rules"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: Loud}]}", "rules[0].level: Loud is none of"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, user: [a]}]}", "unknown field rules[0].user"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, nonResourceURLs: [x]}]}", "must begin with a '/'"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, nonResourceURLs: ['/a*b']}]}", "must be the final character"),
        (
            "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, nonResourceURLs: ['/a'], namespaces: [b]}]}",
            "cannot apply to both"
        ),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, omitStages: [Never]}]}", "Never is none of"),
        ("{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None, resources: [{group: apps/v1}]}]}", "is no group"),
        ("a: [", "it cannot be read"),
    ]) func mistakesAreNamed(_ text: String, _ problem: String) {
        let error = #expect(throws: AuditPolicy.Problem.self) { try AuditPolicy(text: text) }
        #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
    }
}
