internal import Document
internal import PKI

/// The file of `--authentication-config` (apiserver.config.k8s.io AuthenticationConfiguration): issuers of tokens, and what requests
/// without credentials may do. Claims are mapped by their names; expressions (CEL) are refused.
package struct AuthenticationConfiguration: Sendable, Hashable {
    package struct Problem: Error, CustomStringConvertible, Sendable {
        package let description: String
    }

    package private(set) var issuers: [JWTIssuer] = []
    /// Nil when the file does not say.
    package private(set) var anonymous: AnonymousAccess?

    private static let versions = ["v1", "v1beta1", "v1alpha1"].map { "apiserver.config.k8s.io/\($0)" }
    /// Issuers a file may name, as upstream has it.
    private static let issuerLimit = 64

    package init(text: String) throws(Problem) {
        let document: JSON
        do {
            document = try YAML.parseOne(text)
        } catch {
            throw Problem(description: "it cannot be read: \(error)")
        }
        guard Self.versions.contains(document["apiVersion"].string ?? ""), document["kind"] == "AuthenticationConfiguration" else {
            throw Problem(description: "apiVersion and kind must be \(Self.versions[0]) and AuthenticationConfiguration")
        }
        try Self.check(document, ["apiVersion", "kind", "jwt", "anonymous"], "")
        let entries = document["jwt"].array ?? []
        if entries.count > Self.issuerLimit { throw Problem(description: "jwt: Too many: must have at most \(Self.issuerLimit) items") }
        for (index, entry) in entries.enumerated() {
            let issuer = try Self.issuer(entry, "jwt[\(index)]")
            if issuers.contains(where: { $0.url == issuer.url }) {
                throw Problem(description: "jwt[\(index)].issuer.url: Duplicate value: \"\(issuer.url)\"")
            }
            issuers.append(issuer)
        }
        let access = document["anonymous"]
        guard !access.isNull else { return }
        try Self.check(access, ["enabled", "conditions"], "anonymous.")
        let paths = (access["conditions"].array ?? []).compactMap { $0["path"].string }
        if access["enabled"] != true, !paths.isEmpty {
            throw Problem(description: "anonymous.conditions: Invalid value: enabled should be set to true when conditions are defined")
        }
        anonymous = AnonymousAccess(isEnabled: access["enabled"].bool ?? false, paths: Set(paths))
    }

    private static func issuer(_ json: JSON, _ path: String) throws(Problem) -> JWTIssuer {
        try check(json, ["issuer", "claimMappings", "claimValidationRules", "userValidationRules"], path + ".")
        let source = json["issuer"]
        try check(
            source, ["url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy"], path + ".issuer.")
        let url = source["url"].string ?? ""
        if let problem = urlProblem(url) { throw Problem(description: "\(path).issuer.url: \(problem)") }
        if let other = source["discoveryURL"].string {
            if let problem = urlProblem(other) { throw Problem(description: "\(path).issuer.discoveryURL: \(problem)") }
            if other == url {
                throw Problem(
                    description: "\(path).issuer.discoveryURL: Invalid value: \"\(url)\": discoveryURL must be different from URL")
            }
        }
        let audiences = source["audiences"].strings
        if audiences.isEmpty || audiences.contains("") { throw Problem(description: "\(path).issuer.audiences: Required value") }
        if audiences.count > 1, source["audienceMatchPolicy"] != "MatchAny" {
            throw Problem(
                description: "\(path).issuer.audienceMatchPolicy: audienceMatchPolicy must be set to MatchAny for multiple audiences")
        }
        let mappings = json["claimMappings"]
        try check(mappings, ["username", "groups", "uid", "extra"], path + ".claimMappings.")
        guard let user = try mapping(mappings["username"], path + ".claimMappings.username") else {
            throw Problem(description: "\(path).claimMappings.username: Required value: claim or expression is required")
        }
        if !(mappings["extra"].array ?? []).isEmpty { throw expression(path + ".claimMappings.extra") }
        if !(json["userValidationRules"].array ?? []).isEmpty { throw expression(path + ".userValidationRules") }
        let uid = mappings["uid"]
        if uid["expression"].string?.isEmpty == false { throw expression(path + ".claimMappings.uid.expression") }
        return JWTIssuer(
            url: url, discoveryURL: source["discoveryURL"].string, authorityPEM: source["certificateAuthority"].string,
            audiences: audiences,
            algorithms: Set(SignatureAlgorithm.allCases), user: user,
            groups: try mapping(mappings["groups"], path + ".claimMappings.groups"), uidClaim: uid["claim"].string,
            required: try required(json["claimValidationRules"].array ?? [], path + ".claimValidationRules"))
    }

    private static func mapping(_ json: JSON, _ path: String) throws(Problem) -> JWTIssuer.Mapping? {
        if json["expression"].string?.isEmpty == false { throw expression(path + ".expression") }
        guard let claim = json["claim"].string, !claim.isEmpty else { return nil }
        guard let prefix = json["prefix"].string else {
            throw Problem(
                description: "\(path).prefix: Required value: prefix is required when claim is set. It can be set to an empty string to "
                    + "disable prefixing")
        }
        return JWTIssuer.Mapping(claim: claim, prefix: prefix)
    }

    private static func required(_ rules: [JSON], _ path: String) throws(Problem) -> [String: String] {
        var result: [String: String] = [:]
        for (index, rule) in rules.enumerated() {
            if rule["expression"].string?.isEmpty == false { throw expression("\(path)[\(index)].expression") }
            guard let claim = rule["claim"].string, !claim.isEmpty else {
                throw Problem(description: "\(path)[\(index)]: Required value: claim or expression is required")
            }
            result[claim] = rule["requiredValue"].string ?? ""
        }
        return result
    }

    private static func expression(_ path: String) -> Problem {
        Problem(description: "\(path): expressions are not supported; map and require claims by their names")
    }

    private static func urlProblem(_ url: String) -> String? {
        if url.isEmpty { return "Required value: URL is required" }
        if !url.hasPrefix("https://") { return "Invalid value: \"\(url)\": URL scheme must be https" }
        if url.contains("@") || url.contains("?") || url.contains("#") {
            return "Invalid value: \"\(url)\": URL must not contain a username, a password, a query or a fragment"
        }
        return WebhookURL(url) == nil ? "Invalid value: \"\(url)\": it cannot be parsed" : nil
    }

    private static func check(_ json: JSON, _ known: Set<String>, _ prefix: String) throws(Problem) {
        for member in json.object ?? JSONObject() where !known.contains(member.key) {
            throw Problem(description: "unknown field \(prefix)\(member.key)")
        }
    }
}
