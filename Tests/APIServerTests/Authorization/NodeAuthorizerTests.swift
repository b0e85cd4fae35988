import Document
import Resources
import Testing

@testable import APIServer

@Suite struct NodeAuthorizerTests {
    private static let pod = named("web", namespace: "a").with([
        "spec": [
            "nodeName": "n1", "serviceAccountName": "robot", "imagePullSecrets": [["name": "pull"]],
            "containers": [
                [
                    "name": "c", "envFrom": [["configMapRef": ["name": "env"]]],
                    "env": [["name": "K", "valueFrom": ["secretKeyRef": ["name": "key", "key": "k"]]]],
                ]
            ],
            "volumes": [
                ["name": "claim", "persistentVolumeClaim": ["claimName": "data"]],
                ["name": "mix", "projected": ["sources": [["secret": ["name": "mixed"]], ["configMap": ["name": "kube-root-ca.crt"]]]]],
            ],
        ]
    ])

    private func authorizer(_ fixture: CachesFixture) -> NodeAuthorizer {
        let pods = NodePods(fixture.caches)
        pods.follow()
        return NodeAuthorizer(pods: pods, caches: fixture.caches)
    }

    private let n1 = UserInfo(name: "system:node:n1", groups: ["system:nodes"])
    private let n2 = UserInfo(name: "system:node:n2", groups: ["system:nodes"])

    @Test func aNodeReadsWhatItsPodsReferTo() {
        let fixture = CachesFixture([
            (.pods, Self.pod), (.persistentVolumes, named("disk").with(["spec": ["claimRef": ["namespace": "a", "name": "data"]]])),
        ])
        let node = authorizer(fixture)
        func allows(
            _ user: UserInfo, _ verb: String, _ resource: String, _ name: String, _ subresource: String = "", in namespace: String = "a"
        ) -> Bool {
            node.authorize(user, .init(verb: verb, resource: resource, subresource: subresource, namespace: namespace, name: name))
                == .allow
        }
        for secret in ["pull", "key", "mixed"] {
            #expect(allows(n1, "get", "secrets", secret))
            #expect(!allows(n2, "get", "secrets", secret))
            #expect(!allows(n1, "get", "secrets", secret, in: "b"))
        }
        #expect(!allows(n1, "get", "secrets", "other"))
        #expect(!allows(n1, "update", "secrets", "key"))
        #expect(allows(n1, "watch", "configmaps", "env"))
        #expect(allows(n1, "get", "configmaps", "kube-root-ca.crt"))
        #expect(!allows(n1, "list", "configmaps", ""))
        #expect(allows(n1, "create", "serviceaccounts", "robot", "token"))
        #expect(!allows(n1, "create", "serviceaccounts", "default", "token"))
        #expect(allows(n1, "get", "persistentvolumeclaims", "data"))
        #expect(allows(n1, "get", "persistentvolumes", "disk", in: ""))
        #expect(!allows(n2, "get", "persistentvolumes", "disk", in: ""))
        #expect(allows(n1, "get", "pods", "web"))
        #expect(!allows(n2, "get", "pods", "web"))

        fixture.remove(.pods, ObjectKey(namespace: "a", name: "web"))
        #expect(!allows(n1, "get", "secrets", "key"))
    }

    @Test func aNodeWritesItsOwnLeaseAndWhatTheRoleSays() {
        let node = authorizer(CachesFixture())
        func decide(_ attributes: RequestAttributes) -> AuthorizationDecision { node.authorize(n1, attributes) }
        let group = "coordination.k8s.io"
        #expect(decide(.init(verb: "update", apiGroup: group, resource: "leases", namespace: "kube-node-lease", name: "n1")) == .allow)
        #expect(
            decide(.init(verb: "update", apiGroup: group, resource: "leases", namespace: "kube-node-lease", name: "n2"))
                == .deny(reason: "can only access node lease with the same name as the requesting node"))
        #expect(decide(.init(verb: "patch", resource: "nodes", subresource: "status", name: "n1")) == .allow)
        #expect(decide(.init(verb: "delete", resource: "nodes", name: "n1")) == .deny(reason: ""))
        #expect(decide(.init(verb: "create", resource: "events", namespace: "default")) == .allow)
        #expect(node.authorize(UserInfo(name: "joe"), .init(verb: "get", resource: "nodes")) == .deny(reason: ""))
    }
}
