internal import Document

/// The versions of a definition as they are checked: what all of them say alike is said once, beside them, and faults of it are told
/// there (`spec.validation.openAPIV3Schema`, not `spec.versions[0].schema.openAPIV3Schema`).
///
/// Upstream keeps definitions in this form, so users see its names even where there is one version alone.
struct SharedVersions {
    /// The versions without what they share.
    private(set) var versions: [JSON]
    /// Null where versions differ, or say nothing.
    private(set) var schema: JSON = .null
    private(set) var subresources: JSON = .null
    private(set) var columns: JSON = .null
    private(set) var selectableFields: JSON = .null
    private let sharesSubresources: Bool

    init(_ spec: JSON) {
        let given = spec["versions"].array ?? []
        versions = given
        func shared(_ key: String) -> JSON? {
            guard let first = given.first?[key], given.allSatisfy({ $0[key] == first }) else { return nil }
            return first
        }
        let parts = ["schema", "subresources", "additionalPrinterColumns", "selectableFields"].map { ($0, shared($0)) }
        sharesSubresources = parts[1].1 != nil
        (schema, subresources) = (parts[0].1 ?? .null, parts[1].1 ?? .null)
        (columns, selectableFields) = (parts[2].1 ?? .null, parts[3].1 ?? .null)
        for index in versions.indices { for (key, value) in parts where value != nil { versions[index][key] = .null } }
    }

    /// Whether objects of a version have a `status` of their own.
    func hasStatus(_ version: JSON) -> Bool {
        let own = sharesSubresources ? subresources : version["subresources"]
        return !own["status"].isNull
    }

    var hasAnyStatus: Bool { !subresources["status"].isNull || versions.contains { !$0["subresources"]["status"].isNull } }

    /// All schemas there are.
    var schemas: [JSON] { ([schema] + versions.map { $0["schema"] }).map { $0["openAPIV3Schema"] }.filter { !$0.isNull } }
}
