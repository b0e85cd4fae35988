import APIServer
import FoundationEssentials
import PKI
import Storage

/// From flags and files to what the API server takes. Whatever is wrong is told with the flag's name.
extension APISettings {
    /// Reads all files and values once, so that settings with which no server starts are not kept.
    func check() throws {
        var settings = APIServerConfiguration(
            storage: MemoryStorage(), servingIdentity: Identity(certificatePEM: "", privateKeyPEM: ""), clientAuthorityPEM: "",
            serviceAccountSigner: try TokenSigner.create())
        try apply(to: &settings)
    }

    func apply(to settings: inout APIServerConfiguration) throws {
        settings.audit = try audit()
        if let text = first(.anonymousAuth) { settings.anonymous = AnonymousAccess(isEnabled: try truth(text, .anonymousAuth)) }
        settings.tokenFile = try text(.tokenAuthFile)
        try applyIssuers(to: &settings)
        try applyFrontProxy(to: &settings)
        try applyServiceAccounts(to: &settings)
        if let reading = try number(.maxRequestsInflight) { settings.limits.reading = reading }
        if let mutating = try number(.maxMutatingRequestsInflight) { settings.limits.mutating = mutating }
    }

    private func audit() throws -> AuditConfiguration? {
        guard let text = try text(.auditPolicyFile) else {
            if !self[.auditLogPath].isEmpty { throw ClusterError("--audit-log-path: nothing is recorded without an --audit-policy-file") }
            return nil
        }
        let path = first(.auditPolicyFile) ?? ""
        let policy: AuditPolicy
        do {
            policy = try AuditPolicy(text: text)
        } catch {
            throw ClusterError("--audit-policy-file \(path): \(error)")
        }
        guard let log = first(.auditLogPath) else {
            throw ClusterError("--audit-policy-file: give --audit-log-path too, a file or - for the output")
        }
        var bounds = AuditFile.Bounds()
        bounds.ageDays = try number(.auditLogMaxage) ?? 0
        bounds.backups = try number(.auditLogMaxbackup) ?? 0
        bounds.megabytes = try number(.auditLogMaxsize) ?? 0
        let word = first(.auditLogMode) ?? AuditLog.Mode.blocking.rawValue
        guard let mode = AuditLog.Mode(rawValue: word) else {
            let known = AuditLog.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ClusterError("--audit-log-mode \(word): none of \(known)")
        }
        return AuditConfiguration(policy: policy, path: log, bounds: bounds, mode: mode)
    }

    private func applyIssuers(to settings: inout APIServerConfiguration) throws {
        if let text = try text(.authenticationConfig) {
            if let other = Flag.allCases.first(where: { $0.rawValue.hasPrefix("oidc-") && !self[$0].isEmpty }) {
                throw ClusterError("--authentication-config file and --\(other.rawValue) are mutually exclusive")
            }
            let found: AuthenticationConfiguration
            do {
                found = try AuthenticationConfiguration(text: text)
            } catch {
                throw ClusterError("--authentication-config \(first(.authenticationConfig) ?? ""): \(error)")
            }
            settings.tokenIssuers = found.issuers
            if let anonymous = found.anonymous {
                if !self[.anonymousAuth].isEmpty {
                    throw ClusterError(
                        "--anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file")
                }
                settings.anonymous = anonymous
            }
            return
        }
        guard let url = first(.oidcIssuerURL) else {
            if !self[.oidcClientID].isEmpty { throw ClusterError("oidc-issuer-url and oidc-client-id must be specified together") }
            return
        }
        guard let client = first(.oidcClientID) else { throw ClusterError("oidc-issuer-url and oidc-client-id must be specified together") }
        guard url.hasPrefix("https://") else { throw ClusterError("--oidc-issuer-url \(url): URL scheme must be https") }
        settings.tokenIssuers = [try issuer(url, client)]
    }

    private func issuer(_ url: String, _ client: String) throws -> JWTIssuer {
        var required: [String: String] = [:]
        for pair in list(.oidcRequiredClaim) {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty else {
                throw ClusterError("--oidc-required-claim \(pair): not of the form key=value")
            }
            required[String(halves[0])] = String(halves[1])
        }
        var algorithms: Set<SignatureAlgorithm> = []
        for word in list(.oidcSigningAlgs) {
            guard let algorithm = SignatureAlgorithm(rawValue: word) else {
                let known = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
                throw ClusterError("--oidc-signing-algs \(word): none of \(known)")
            }
            algorithms.insert(algorithm)
        }
        let claim = first(.oidcUsernameClaim) ?? "sub"
        return JWTIssuer(
            url: url, authorityPEM: try text(.oidcCAFile), audiences: [client], algorithms: algorithms.isEmpty ? [.rs256] : algorithms,
            user: JWTIssuer.userMapping(claim: claim, prefix: first(.oidcUsernamePrefix), url: url),
            groups: first(.oidcGroupsClaim).map { .init(claim: $0, prefix: first(.oidcGroupsPrefix) ?? "") }, required: required)
    }

    private func applyFrontProxy(to settings: inout APIServerConfiguration) throws {
        guard let authority = try text(.requestheaderClientCAFile) else { return }
        var headers = FrontProxyAuthenticator.Headers()
        for (flag, member) in [
            (Flag.requestheaderUsernameHeaders, \FrontProxyAuthenticator.Headers.users), (.requestheaderUIDHeaders, \.uids),
            (.requestheaderGroupHeaders, \.groups), (.requestheaderExtraHeadersPrefix, \.extraPrefixes),
        ] as [(Flag, WritableKeyPath<FrontProxyAuthenticator.Headers, [String]>)] {
            let names = list(flag)
            if !names.isEmpty { headers[keyPath: member] = names }
        }
        settings.frontProxy = FrontProxy(authorityPEM: authority, names: list(.requestheaderAllowedNames), headers: headers)
    }

    private func applyServiceAccounts(to settings: inout APIServerConfiguration) throws {
        for path in self[.serviceAccountKeyFile] {
            do {
                settings.serviceAccountKeys += try TokenKey.read(pem: try Self.read(path, .serviceAccountKeyFile))
            } catch let error as PKIError {
                throw ClusterError("--service-account-key-file \(path): \(error)")
            }
        }
        if let key = try text(.serviceAccountSigningKeyFile) {
            do {
                // Tokens of the cluster's own key go on being taken.
                settings.serviceAccountKeys.append(settings.serviceAccountSigner.key)
                settings.serviceAccountSigner = try TokenSigner(privateKeyPEM: key)
            } catch let error as PKIError {
                throw ClusterError("--service-account-signing-key-file \(first(.serviceAccountSigningKeyFile) ?? ""): \(error)")
            }
        }
        let issuers = self[.serviceAccountIssuer]
        if let first = issuers.first {
            settings.formerIssuers = Array(issuers.dropFirst()) + [settings.issuer]
            settings.issuer = first
        }
        settings.audiences = list(.apiAudiences)
    }

    // MARK: Values

    private func text(_ flag: Flag) throws -> String? {
        guard let path = first(flag) else { return nil }
        return try Self.read(path, flag)
    }

    private static func read(_ path: String, _ flag: Flag) throws -> String {
        guard let text = AtomicFile.read(path) else {
            throw ClusterError("--\(flag.rawValue) \(path): there is no such file, or it cannot be read")
        }
        return text
    }

    private func number(_ flag: Flag) throws -> Int? {
        guard let text = first(flag) else { return nil }
        guard let number = Int(text), number >= 0 else { throw ClusterError("--\(flag.rawValue) \(text): not a number of at least 0") }
        return number
    }

    private func truth(_ text: String, _ flag: Flag) throws -> Bool {
        switch text {
        case "true", "1": true
        case "false", "0": false
        default: throw ClusterError("--\(flag.rawValue) \(text): neither true nor false")
        }
    }
}
