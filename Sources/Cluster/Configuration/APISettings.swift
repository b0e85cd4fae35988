import Document

/// What the API server is told of authentication and auditing, under the names of upstream's flags. Kept with the cluster's
/// configuration as it was given; files are read at every start.
package struct APISettings: Sendable, Equatable {
    package enum Flag: String, CaseIterable, Sendable {
        case auditPolicyFile = "audit-policy-file"
        case auditLogPath = "audit-log-path"
        case auditLogMode = "audit-log-mode"
        case auditLogMaxage = "audit-log-maxage"
        case auditLogMaxbackup = "audit-log-maxbackup"
        case auditLogMaxsize = "audit-log-maxsize"
        case anonymousAuth = "anonymous-auth"
        case tokenAuthFile = "token-auth-file"
        case authenticationConfig = "authentication-config"
        case oidcIssuerURL = "oidc-issuer-url"
        case oidcClientID = "oidc-client-id"
        case oidcUsernameClaim = "oidc-username-claim"
        case oidcUsernamePrefix = "oidc-username-prefix"
        case oidcGroupsClaim = "oidc-groups-claim"
        case oidcGroupsPrefix = "oidc-groups-prefix"
        case oidcCAFile = "oidc-ca-file"
        case oidcRequiredClaim = "oidc-required-claim"
        case oidcSigningAlgs = "oidc-signing-algs"
        case requestheaderClientCAFile = "requestheader-client-ca-file"
        case requestheaderAllowedNames = "requestheader-allowed-names"
        case requestheaderUsernameHeaders = "requestheader-username-headers"
        case requestheaderUIDHeaders = "requestheader-uid-headers"
        case requestheaderGroupHeaders = "requestheader-group-headers"
        case requestheaderExtraHeadersPrefix = "requestheader-extra-headers-prefix"
        case serviceAccountKeyFile = "service-account-key-file"
        case serviceAccountSigningKeyFile = "service-account-signing-key-file"
        case serviceAccountIssuer = "service-account-issuer"
        case apiAudiences = "api-audiences"
        case maxRequestsInflight = "max-requests-inflight"
        case maxMutatingRequestsInflight = "max-mutating-requests-inflight"

        /// Whether its values are paths, which must not depend on where the server is started.
        package var isPath: Bool { rawValue.hasSuffix("-file") || self == .auditLogPath || self == .authenticationConfig }
    }

    private var values: [Flag: [String]] = [:]

    package init() {}

    /// What a flag was given, in order; empty when it was not.
    package subscript(flag: Flag) -> [String] {
        get { values[flag] ?? [] }
        set { values[flag] = newValue.isEmpty ? nil : newValue }
    }

    package func first(_ flag: Flag) -> String? { values[flag]?.first }

    /// The values of a flag that takes lists separated by commas.
    package func list(_ flag: Flag) -> [String] {
        self[flag].flatMap { $0.split(separator: ",").map { String($0.trimmingBlanks) } }
    }

    package var json: JSON {
        var object: JSON = [:]
        for flag in Flag.allCases where !self[flag].isEmpty { object[flag.rawValue] = JSON(self[flag]) }
        return object
    }

    package init(json: JSON) {
        for flag in Flag.allCases { self[flag] = json[flag.rawValue].strings }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
