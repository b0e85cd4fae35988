import Document
import FoundationEssentials
import PKI
import Resources
import Testing

@testable import APIServer

@Suite struct PrivilegeAdmissionTests {
    private let kubelet = UserInfo(name: "system:node:n1", groups: ["system:nodes"])

    @Test func kubeletsWriteTheirOwnOnly() async {
        let bound = Admit.pod().with(["spec": ["nodeName": "n1"]])
        let fixture = CachesFixture([(.nodes, named("n1", uid: "node-1")), (.pods, bound)])
        let plugin = NodeRestriction(caches: fixture.caches)
        func refusal(
            _ object: JSON, _ operation: AdmissionRequest.Operation, _ type: ResourceType, name: String = "", _ subresource: String = "",
            old: JSON = .null
        ) async -> String? {
            await Admit.refusal(
                plugin, object, Admit.request(operation, type, name: name, subresource: subresource, user: kubelet, old: old))
        }
        #expect(await refusal(named("n1"), .create, .nodes) == nil)
        #expect(await refusal(named("n2"), .create, .nodes)?.hasSuffix(#"node "n1" is not allowed to modify node "n2""#) == true)
        #expect(await refusal(named("n1", labels: ["kubernetes.io/hostname": "n1", "own": "x"]), .create, .nodes) == nil)
        #expect(
            await refusal(named("n1", labels: ["node-role.kubernetes.io/master": ""]), .create, .nodes)?.contains("following labels")
                == true)
        let tainted = named("n1").with(["spec": ["taints": [["key": "x"]]]])
        #expect(await refusal(named("n1"), .update, .nodes, name: "n1", old: tainted)?.contains("modify taints") == true)
        #expect(await refusal(bound, .update, .pods, name: "web", "status", old: bound) == nil)
        let other = Admit.pod().with(["spec": ["nodeName": "n2"]])
        #expect(await refusal(other, .update, .pods, name: "web", "status", old: other)?.contains("spec.nodeName set to itself") == true)
        #expect(await refusal(.null, .delete, .pods, name: "web", old: other) != nil)
        #expect(await refusal(Admit.pod(), .create, .pods)?.contains("mirror pods") == true)
        func token(_ uid: String) -> JSON {
            ["spec": ["boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": "web", "uid": .string(uid)]]]
        }
        #expect(await refusal(token("uid"), .create, .serviceAccounts, name: "default", "token") == nil)
        #expect(await refusal(token("else"), .create, .serviceAccounts, name: "default", "token") != nil)
        #expect(await refusal(["spec": [:]], .create, .serviceAccounts, name: "default", "token")?.hasSuffix("not bound to a pod") == true)
    }

    @Test func nobodyGrantsMoreThanTheyHold() async {
        var index = RBACIndex()
        index.set(clusterRole: "reader", ["rules": [["apiGroups": [""], "resources": ["pods"], "verbs": ["get"]]]])
        index.set(clusterRole: "root", ["rules": [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]]])
        index.set(
            clusterRoleBinding: "b",
            ["roleRef": ["kind": "ClusterRole", "name": "reader"], "subjects": [["kind": "User", "name": "joe"]]])
        let rbac = RBACAuthorizer(index)
        let plugin = RBACEscalation(rbac: rbac, authorizer: AuthorizerChain([rbac]))
        func role(_ verbs: [String]) -> JSON {
            named("r").with(["rules": [["apiGroups": [""], "resources": ["pods"], "verbs": JSON(verbs)]]])
        }
        #expect(await Admit.refusal(plugin, role(["get"]), Admit.request(.create, .roles)) == nil)
        #expect(
            await Admit.refusal(plugin, role(["get", "delete"]), Admit.request(.create, .roles))
                == "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"joe\" (groups=[]) "
                + "is attempting to grant RBAC permissions not currently held:\n"
                + #"{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}"#)
        let root = UserInfo(name: "root", groups: ["system:masters"])
        #expect(await Admit.refusal(plugin, role(["delete"]), Admit.request(.create, .roles, user: root)) == nil)
        #expect(
            await Admit.refusal(plugin, role(["delete"]), Admit.request(.update, .roles, old: role(["delete"]))) == nil,
            "nothing is granted anew")
        func binding(_ name: String) -> JSON {
            named("b").with(["roleRef": ["kind": "ClusterRole", "name": .string(name)], "subjects": [["kind": "User", "name": "x"]]])
        }
        #expect(await Admit.refusal(plugin, binding("reader"), Admit.request(.create, .roleBindings)) == nil)
        #expect(await Admit.refusal(plugin, binding("root"), Admit.request(.create, .roleBindings)) != nil)
        #expect(await Admit.refusal(plugin, binding("none"), Admit.request(.create, .roleBindings))?.hasSuffix("not found") == true)
        let aggregating = named("r").with(["aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["a": "b"]]]]])
        #expect(await Admit.refusal(plugin, aggregating, Admit.request(.create, .clusterRoles, namespace: "")) != nil)
    }

    @Test func certificateRequestsNameTheirRealRequester() async throws {
        var index = RBACIndex()
        index.set(
            clusterRole: "approver",
            [
                "rules": [
                    [
                        "apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "resourceNames": ["example.com/*"],
                        "verbs": ["approve"],
                    ]
                ]
            ])
        index.set(
            clusterRoleBinding: "b",
            ["roleRef": ["kind": "ClusterRole", "name": "approver"], "subjects": [["kind": "User", "name": "joe"]]])
        let plugin = CertificateAdmission(authorizer: RBACAuthorizer(index))
        func request(_ organizations: [String], signer: String = "kubernetes.io/kube-apiserver-client") throws -> JSON {
            let pem = try SigningRequest.create(commonName: "x", organizations: organizations).requestPEM
            return named("csr").with([
                "spec": [
                    "signerName": .string(signer), "request": .string(Data(pem.utf8).base64EncodedString()), "username": "system:node:n9",
                    "groups": ["system:nodes"],
                ]
            ])
        }
        let create = Admit.request(.create, .certificateSigningRequests, namespace: "", user: UserInfo(name: "joe", groups: ["g"]))
        let admitted = try await Admit.run(plugin, request(["team"]), create)
        #expect(admitted["spec"]["username"].string == "joe")
        #expect(admitted["spec"]["groups"].strings == ["g"])
        #expect(
            try await Admit.refusal(plugin, request(["system:masters"]), create)?.contains("system:masters group is not allowed") == true)

        // A block that holds nothing.
        let text = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUFBPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K"
        let empty = named("csr").with(["spec": ["signerName": "a.b/c", "request": .string(text)]])
        #expect(await Admit.refusal(plugin, empty, create)?.contains("spec.request: Invalid value: ") == true)

        func approve(_ signer: String) async throws -> String? {
            let old = try request(["team"], signer: signer)
            let approval = Admit.request(
                .update, .certificateSigningRequests, namespace: "", name: "csr", subresource: "approval", old: old)
            return await Admit.refusal(plugin, old, approval)
        }
        #expect(try await approve("example.com/one") == nil)
        #expect(
            try await approve("kubernetes.io/kube-apiserver-client")?
                .hasSuffix(#"user not permitted to approve requests with signerName "kubernetes.io/kube-apiserver-client""#) == true)
        var signed = try request(["team"], signer: "example.com/one")
        let old = signed
        signed["status"]["certificate"] = "YQ=="
        let status = Admit.request(.update, .certificateSigningRequests, namespace: "", name: "csr", subresource: "status", old: old)
        #expect(await Admit.refusal(plugin, signed, status)?.contains("not permitted to sign") == true)
    }
}
