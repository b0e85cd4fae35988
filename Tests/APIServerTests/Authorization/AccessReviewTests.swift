import Document
import Resources
import Testing

@testable import APIServer

@Suite struct AccessReviewTests {
    private let rbac: RBACAuthorizer = {
        var index = RBACIndex()
        index.set(
            clusterRole: "r",
            ["rules": [["apiGroups": [""], "resources": ["pods"], "verbs": ["get"]], ["nonResourceURLs": ["/x"], "verbs": ["get"]]]])
        index.set(
            clusterRoleBinding: "b", ["roleRef": ["kind": "ClusterRole", "name": "r"], "subjects": [["kind": "User", "name": "jane"]]])
        return RBACAuthorizer(index)
    }()

    private func review(_ subject: AccessReview.Subject) -> AccessReview { AccessReview(resource: "r", subject: subject, authorizer: rbac) }

    @Test func answersForTheNamedUserAndForTheSender() throws {
        let attributes: JSON = ["verb": "get", "resource": "pods", "namespace": "a"]
        let named = try review(.named).review(
            ["spec": ["user": "jane", "resourceAttributes": attributes]], sender: .anonymous, namespace: "")
        #expect(named["status"] == ["allowed": true])
        let own = try review(.sender).review(["spec": ["resourceAttributes": attributes]], sender: .anonymous, namespace: "")
        #expect(own["status"] == ["allowed": false])
        let path = try review(.named).review(
            ["spec": ["user": "jane", "nonResourceAttributes": ["verb": "get", "path": "/x"]]], sender: .anonymous, namespace: "")
        #expect(path["status"]["allowed"].bool == true)
    }

    @Test func refusesQuestionsThatMakeNoSense() {
        let attributes: JSON = ["verb": "get", "resource": "pods", "namespace": "a"]
        func code(_ subject: AccessReview.Subject, _ spec: JSON, in namespace: String = "") -> Int? {
            do {
                _ = try review(subject).review(["kind": "SubjectAccessReview", "spec": spec], sender: .anonymous, namespace: namespace)
                return nil
            } catch { return error.code }
        }
        #expect(code(.named, ["user": "jane"]) == 422)
        #expect(code(.named, ["resourceAttributes": attributes]) == 422)
        #expect(code(.named, ["user": "jane", "resourceAttributes": attributes, "nonResourceAttributes": ["path": "/"]]) == 422)
        #expect(code(.namedInNamespace, ["user": "jane", "resourceAttributes": attributes], in: "b") == 400)
        #expect(code(.namedInNamespace, ["user": "jane", "resourceAttributes": attributes], in: "a") == nil)
    }

    @Test func listsTheSendersRules() throws {
        let answer = try SelfRulesReview(rbac: rbac).review(["spec": ["namespace": "a"]], sender: UserInfo(name: "jane"))
        #expect(answer["status"]["resourceRules"][0] == ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"]])
        #expect(answer["status"]["nonResourceRules"][0] == ["verbs": ["get"], "nonResourceURLs": ["/x"]])
        #expect(answer["status"]["incomplete"].bool == false)
    }
}
