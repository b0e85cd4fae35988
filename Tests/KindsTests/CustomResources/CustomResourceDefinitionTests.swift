import Document
import Resources
import Schema
import Testing

@testable import Kinds

@Suite struct CustomResourceDefinitionTests {
    private static let kind = Fixture("apiextensions.k8s.io/v1", "CustomResourceDefinition")

    /// A definition of crontabs with lines put into its spec and its version.
    private static func text(
        name: String = "crontabs.stable.example.com", group: String = "stable.example.com", spec: String = "", version: String = "",
        schema: String = "{type: object}", names: String = "plural: crontabs, kind: CronTab"
    ) -> String {
        """
        metadata: {name: \(name)}
        spec:
          group: \(group)
          scope: Namespaced
          names: {\(names)}
          \(spec)
          versions:
          - name: v1
            served: true
            storage: true
            \(version)
            schema: {openAPIV3Schema: \(schema)}
        """
    }

    @Test func isCompletedAndAccepted() throws {
        let made = try Self.kind.create(Self.text())
        #expect(made["spec"]["names"]["singular"] == "crontab" && made["spec"]["names"]["listKind"] == "CronTabList")
        #expect(made["spec"]["conversion"]["strategy"] == "None")
        #expect(made["status"]["storedVersions"] == ["v1"] && made["metadata"]["generation"] == 1)
        #expect(try Self.kind.errors(Self.text()).isEmpty)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var error: String
        var testDescription: String { error }
    }

    private static let cases: [Case] = [
        Case(
            text: text(name: "other.example.com"),
            error: #"metadata.name: Invalid value: "other.example.com": must be spec.names.plural+"."+spec.group"#),
        Case(
            text: text(name: "crontabs.stable", group: "stable"),
            error: #"spec.group: Invalid value: "stable": should be a domain with at least one dot"#),
        Case(text: text(schema: "null"), error: "spec.versions[0].schema.openAPIV3Schema: Required value"),
        Case(
            text: text(schema: "{}"), error: "spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root"),
        Case(
            text: text(schema: "{type: object, properties: {a: {type: text}}}"),
            error: "spec.validation.openAPIV3Schema.properties[a].type: Unsupported value: \"text\": supported values: "
                + "\"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\""),
        Case(
            text: text(schema: "{type: object, properties: {a: {type: string, pattern: '[a'}}}"),
            error:
                "spec.validation.openAPIV3Schema.properties[a].pattern: Invalid value: \"[a\": must be a valid regular expression, "
                + "but isn't: error parsing regexp: missing closing ]: `[a`"),
        Case(
            text: text(schema: "{type: object, properties: {a: {type: integer, default: x}}}"),
            error:
                "spec.validation.openAPIV3Schema.properties[a].default: Invalid value: \"string\":  in body must be of type integer: "
                + "\"string\""),
        Case(
            text: text(schema: "{type: object, properties: {a: {type: object, default: {b: 1}}}}"),
            error: "spec.validation.openAPIV3Schema.properties[a].default: Invalid value: {\"b\":1}: must not have unknown fields"),
        Case(
            text: text(
                schema:
                    "{type: object, properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [n], "
                    + "items: {type: object, properties: {n: {type: string}}}}}}"),
            error: "spec.validation.openAPIV3Schema.properties[a].items.properties[n].default: Required value: this property is in "
                + "x-kubernetes-list-map-keys, so it must have a default or be a required property"),
        Case(
            text: text(version: "additionalPrinterColumns: [{name: A, type: text, jsonPath: .spec.a}]"),
            error: "spec.additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of "
                + "boolean,date,integer,number,string"),
        Case(
            text: text(version: "subresources: {scale: {specReplicasPath: .replicas, statusReplicasPath: .status.replicas}}"),
            error: "spec.subresources.scale.specReplicasPath: Invalid value: \".replicas\": should be a json path under .spec"),
        Case(
            text: text(version: "selectableFields: [{jsonPath: .spec.color}]"),
            error: "spec.selectableFields[0].jsonPath: Invalid value: \".spec.color\": is an invalid path: does not refer to a "
                + "valid field"),
        Case(
            text: text(spec: "conversion: {strategy: Webhook}"),
            error: "spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook"),
        Case(
            text: text(names: "plural: crontabs, kind: CronTab, listKind: CronTab"),
            error: #"spec.names.listKind: Invalid value: "CronTab": kind and listKind may not be the same"#),
        Case(
            text: text(name: "crontabs.batch.k8s.io", group: "batch.k8s.io"),
            error: "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "
                + "\"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"),
    ]

    @Test(arguments: cases)
    func refuses(_ test: Case) throws {
        let errors = try Self.kind.errors(test.text)
        #expect(errors.contains(test.error), "\(errors)")
    }

    /// What may be a schema or something simpler is read as strictly as the rest.
    @Test func schemasWithinSchemasAreRead() throws {
        func made(_ inner: String) throws -> JSON {
            let made = try Self.kind.create(Self.text(schema: "{type: object, properties: {a: {\(inner)}}}"))
            return made["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["a"]
        }
        #expect(try made("type: array, items: {type: string, nonsense: 1}")["items"] == ["type": "string"])
        #expect(try made("type: object, additionalProperties: true")["additionalProperties"] == true)
        #expect(throws: (any Error).self) { try made("type: array, items: {type: 5}") }
        #expect(throws: (any Error).self) { try made("type: object, additionalProperties: {maximum: x}") }
        #expect(throws: (any Error).self) { try made("type: object, additionalProperties: x") }
    }

    @Test func namesAndScopeStay() throws {
        let errors = try Self.kind.updateErrors(Self.text()) { definition in
            definition["status"]["conditions"] = [["type": "Established", "status": "True"]]
            definition["spec"]["group"] = "other.example.com"
            definition["spec"]["names"]["plural"] = "cronjobs"
        }
        #expect(errors.contains(#"spec.group: Invalid value: "other.example.com": field is immutable"#))
        #expect(errors.contains(#"spec.names.plural: Invalid value: "cronjobs": field is immutable"#))
    }

    @Test func storedVersionsAreRemembered() throws {
        let old = try Self.kind.create(Self.text())
        var new = old
        new["spec"]["versions"][0]["storage"] = false
        new["spec"]["versions"] = .array(
            (new["spec"]["versions"].array ?? []) + [
                ["name": "v2", "served": true, "storage": true, "schema": ["openAPIV3Schema": ["type": "object"]]]
            ])
        Self.kind.rules.prepareForUpdate(&new, old: old, subresource: nil)
        #expect(new["status"]["storedVersions"] == ["v1", "v2"])
        #expect(Self.kind.rules.validateUpdate(new, old: old, subresource: nil).isEmpty)
        new["spec"]["versions"] = .array([new["spec"]["versions"][1]])
        let errors = Self.kind.rules.validateUpdate(new, old: old, subresource: nil).map(\.description)
        #expect(
            errors == [
                "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version, and must "
                    + "remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from "
                    + "status.storedVersions"
            ])
    }
}
