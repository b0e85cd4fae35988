import Document
import Resources
import Schema
import Testing

@testable import Kinds

@Suite struct KindRegistryTests {
    @Test func everyResourceHasRulesAndAsManyCellsAsColumns() {
        for info in Catalogue.builtin.resources {
            let rules = KindRegistry.rules(for: info.gvk)
            let cells = rules.cells(["metadata": ["name": "x"]], now: Fixture.now)
            #expect(cells.count == rules.columns.count, "\(info.gvk)")
            #expect(rules.columns.contains { $0.format == "name" }, "\(info.gvk)")
        }
    }

    @Test func selectableFieldsAreTheSameForEveryObject() throws {
        let rules = Fixture("v1", "Pod").rules
        let paths = rules.selectableFields(.null).map(\.0)
        #expect(paths == rules.selectableFields(["spec": ["nodeName": "n"]]).map(\.0))
        #expect(paths.starts(with: ["metadata.name", "metadata.namespace", "spec.nodeName"]))
        let fields = Dictionary(uniqueKeysWithValues: rules.selectableFields(["spec": ["nodeName": "n"], "status": ["phase": "Running"]]))
        #expect(fields["spec.nodeName"] == "n")
        #expect(fields["status.phase"] == "Running")
        #expect(fields["spec.hostNetwork"] == "false")
    }

    @Test func kindsWithoutRulesKeepStatusAndSpecApart() throws {
        let kind = Fixture("apiextensions.k8s.io/v1", "CustomResourceDefinition")
        let created = try kind.create("{spec: {group: a.b}, status: {storedVersions: [v1]}}")
        #expect(created["metadata"]["generation"] == 1)
        #expect(created["status"]["storedVersions"] != ["v1"])
        var update = created
        update["spec"]["group"] = "c.d"
        update["status"] = ["x": 1]
        kind.rules.prepareForUpdate(&update, old: created, subresource: nil)
        #expect(update["metadata"]["generation"] == 2)
        #expect(update["status"] == created["status"])
        var status = created
        status["spec"]["group"] = "c.d"
        status["status"] = ["storedVersions": ["v2"]]
        kind.rules.prepareForUpdate(&status, old: created, subresource: "status")
        #expect(status["spec"] == created["spec"])
        #expect(status["status"]["storedVersions"] == ["v2"])
        #expect(status["metadata"]["generation"] == 1)
    }
}
