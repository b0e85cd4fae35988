internal import Document
internal import Resources

/// On whose behalf and how a write happens.
package struct WriteContext: Sendable {
    package var user: UserInfo
    package var dryRun: Bool
    package var subresource: String
    package var warnings: Warnings
    /// The server's own doing (a binding, a counted disruption): neither admission nor the kind's rules for updates are asked.
    package var isDirect = false
    /// The group and version of the client's path; nil for the server's own writes.
    package var requestedVersion: (group: String, version: String)?
    package var fields = FieldRecord.untouched
    /// What is known of the spec of an object that is to be created.
    package var spec: KnownSpec?

    /// What becomes of the record of who manages which field.
    package enum FieldRecord: Sendable {
        /// The server's own writes leave it as it is.
        case untouched
        /// It notes what the write changes.
        case tracked(FieldTracking)
        /// The object that is written carries it.
        case written
    }

    package init(user: UserInfo, dryRun: Bool = false, subresource: String = "", warnings: Warnings = Warnings()) {
        self.user = user
        self.dryRun = dryRun
        self.subresource = subresource
        self.warnings = warnings
    }

    init(_ call: Call, dryRun: Bool, fields: FieldRecord = .untouched) {
        self.init(user: call.user, dryRun: dryRun, subresource: call.info.subresource, warnings: call.warnings)
        requestedVersion = (call.info.group, call.info.version)
        self.fields = fields
    }
}

extension WriteContext.FieldRecord {
    func create(_ object: inout JSON, of spec: KnownSpec?) {
        switch self {
        case .untouched: object["metadata"]["managedFields"] = .null
        case .tracked(let tracking): tracking.create(&object, of: spec)
        case .written: break
        }
    }

    func update(_ object: inout JSON, old: JSON) {
        switch self {
        case .untouched: object["metadata"]["managedFields"] = old["metadata"]["managedFields"]
        case .tracked(let tracking): tracking.update(&object, old: old)
        case .written: break
        }
    }
}
