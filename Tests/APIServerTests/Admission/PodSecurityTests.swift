import Document
import Resources
import Testing

@testable import APIServer

@Suite struct PodSecurityTests {
    private func problems(_ spec: String, _ level: PodSecurity.Level) throws -> [String] {
        PodSecurityChecks.problems(["spec": try YAML.parseOne(spec)], level)
    }

    private static let safe = """
        {securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, \
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}
        """

    @Test func thePlainPodIsGoodEnoughForBaselineOnly() throws {
        #expect(try problems("{containers: [{name: c}]}", .baseline) == [])
        #expect(
            try problems("{containers: [{name: c}]}", .restricted) == [
                #"allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false)"#,
                #"unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"])"#,
                #"runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true)"#,
                #"seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")"#,
            ])
        #expect(try problems(Self.safe, .restricted) == [])
    }

    @Test(arguments: [
        ("{hostNetwork: true, hostPID: true, containers: []}", "host namespaces (hostNetwork=true, hostPID=true)"),
        ("{containers: [], volumes: [{name: v, hostPath: {path: /}}]}", #"hostPath volumes (volume "v")"#),
        (
            "{containers: [{name: a, ports: [{hostPort: 80}]}, {name: b, ports: [{hostPort: 81}]}]}",
            #"hostPort (containers "a", "b" use hostPorts 80, 81)"#
        ),
        (
            "{containers: [{name: a, securityContext: {privileged: true}}]}",
            #"privileged (container "a" must not set securityContext.privileged=true)"#
        ),
        (
            "{containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN, CHOWN]}}}]}",
            #"non-default capabilities (container "a" must not include "SYS_ADMIN" in securityContext.capabilities.add)"#
        ),
        (
            "{securityContext: {seccompProfile: {type: Unconfined}}, containers: []}",
            #"seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")"#
        ),
        ("{securityContext: {sysctls: [{name: kernel.x, value: \"1\"}]}, containers: []}", "forbidden sysctls (kernel.x)"),
    ]) func baselineRefuses(_ spec: String, _ problem: String) throws {
        #expect(try problems(spec, .baseline) == [problem])
        #expect(try problems(spec, .privileged) == [])
    }

    @Test func namespacesDecide() async throws {
        let server = try await TestServer { _ in }
        let chain = AdmissionChain([PodSecurity(caches: ObjectCaches(server.core.registry))])
        let labels = #"{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"restricted"}"#
        _ = try await server.send("POST", "/api/v1/namespaces", #"{"metadata":{"name":"n","labels":\#(labels)}}"#)
        let request = AdmissionRequest(operation: .create, type: .pods, namespace: "n", name: "p", user: UserInfo(name: "u", groups: []))
        let pod = try YAML.parseOne("{metadata: {name: p}, spec: {containers: [{name: c}]}}")
        try await chain.validate(pod, request)
        #expect(request.warnings.all.first?.hasPrefix(#"would violate PodSecurity "restricted:latest": allowPrivilegeEscalation"#) == true)
        var privileged = pod
        privileged["spec"]["hostPID"] = true
        do {
            try await chain.validate(privileged, request)
            Issue.record("it was let through")
        } catch {
            #expect(error.message == #"pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)"#)
        }
    }
}
