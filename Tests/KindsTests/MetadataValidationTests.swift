import Document
import Resources
import Testing

@testable import Kinds

@Suite struct MetadataValidationTests {
    static let subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

    @Test(arguments: [
        ("{metadata: {name: Bad_Name}}", "metadata.name: Invalid value: \"Bad_Name\": " + subdomain),
        (
            "{metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: p}]}}",
            "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty"
        ),
        (
            "{metadata: {name: a, finalizers: [orphan, foregroundDeletion]}}",
            "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both set"
        ),
    ])
    func rejects(text: String, message: String) throws {
        #expect(try Fixture("v1", "ConfigMap").errors(text) == [message])
    }

    @Test func labelsAndAnnotations() throws {
        let errors = try Fixture("v1", "ConfigMap").errors("{metadata: {labels: {\"a b\": c}, annotations: {\"-\": x}}}")
        #expect(errors.count == 2)
        #expect(errors[0].hasPrefix("metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric characters"))
        #expect(errors[1].hasPrefix("metadata.annotations: Invalid value: \"-\": name part"))
    }

    @Test func identityIsSettled() throws {
        let errors = try Fixture("v1", "ConfigMap").updateErrors("{}") { $0["metadata"]["uid"] = "other" }
        #expect(errors == ["metadata.uid: Invalid value: \"other\": field is immutable"])
    }

    @Test func noNewFinalizersWhileDeleting() throws {
        let kind = Fixture("v1", "ConfigMap")
        let errors = try kind.updateErrors("{metadata: {deletionTimestamp: \"2024-05-01T11:59:00Z\", finalizers: [a.b/c]}}") {
            $0["metadata"]["finalizers"] = ["a.b/c", "d.e/f"]
        }
        #expect(
            errors == [
                "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"d.e/f\"}"
            ])
    }

    @Test func namespacesAreForNamespacedKinds() throws {
        #expect(
            try Fixture("v1", "Node").errors("{metadata: {name: n, namespace: default}}")
                == ["metadata.namespace: Forbidden: not allowed on this type"])
    }
}
