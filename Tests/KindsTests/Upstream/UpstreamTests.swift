import Document
import Resources
import Testing

@testable import Kinds

/// An object that upstream takes, and its answers to changes of it.
struct UpstreamTable {
    let object: String
    /// Answers to its creation, changed.
    var rows = ""
    /// Answers to updates of it.
    var updates = ""

    static let all = [
        "pod volumes": podVolumeTables, "containers": podContainerTables, "scheduling": podSchedulingTables, "workloads": workloadTables,
        "networking": networkingTables, "storage": storageTables, "cluster": clusterTables,
        "definitions": definitionTables, "admission": admissionTables, "devices": deviceTables, "core": coreTables,
        "addresses": addressTables, "changed": changedTables, "changed definitions": changedDefinitionTables,
        "changed devices": changedDeviceTables,
    ]

    func check() throws {
        let whole = try YAML.parseOne(object)
        let fixture = Fixture(whole["apiVersion"].string ?? "", whole["kind"].string ?? "")
        for row in try rows.split(separator: "\n").compactMap({ try UpstreamRow($0) }) {
            let errors = fixture.rules.validate(try fixture.create(row.apply(to: whole)))
            let found = Set(errors.map { "\($0.field) \($0.kind.rawValue)".withoutIndices })
            #expect(found == row.causes, "\(fixture.gvk.kind): \(row.change)")
        }
        if updates.isEmpty { return }
        let old = try fixture.create(whole)
        for row in try updates.split(separator: "\n").compactMap({ try UpstreamRow($0) }) {
            var new = try fixture.decoded(row.apply(to: whole))
            new["metadata"]["generation"] = old["metadata"]["generation"]
            fixture.rules.prepareForUpdate(&new, old: old, subresource: nil)
            let errors = fixture.rules.validateUpdate(new, old: old, subresource: nil)
            let found = Set(errors.map { "\($0.field) \($0.kind.rawValue)".withoutIndices })
            #expect(found == row.causes, "\(fixture.gvk.kind), update: \(row.change)")
        }
    }
}

@Suite struct UpstreamTests {
    @Test(arguments: UpstreamTable.all.keys.sorted())
    func causes(area: String) throws { for table in UpstreamTable.all[area] ?? [] { try table.check() } }
}

extension String {
    /// `a[1].b` as `a[].b`.
    fileprivate var withoutIndices: String { replacing(/\[\d+\]/, with: "[]") }
}
