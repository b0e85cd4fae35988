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

    package init(user: UserInfo, dryRun: Bool = false, subresource: String = "", warnings: Warnings = Warnings()) {
        self.user = user
        self.dryRun = dryRun
        self.subresource = subresource
        self.warnings = warnings
    }

    init(_ call: Call, dryRun: Bool) {
        self.init(user: call.user, dryRun: dryRun, subresource: call.info.subresource, warnings: call.warnings)
        requestedVersion = (call.info.group, call.info.version)
    }
}
