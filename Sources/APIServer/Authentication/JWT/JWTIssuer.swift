internal import Document
package import PKI

/// An issuer whose tokens are believed, and what is made of their claims.
package struct JWTIssuer: Sendable, Hashable {
    package struct ClaimError: Error, CustomStringConvertible, Sendable {
        package let description: String
    }

    /// Which claim tells something, and what is put before it.
    package struct Mapping: Sendable, Hashable {
        package var claim: String
        package var prefix: String

        package init(claim: String, prefix: String = "") {
            self.claim = claim
            self.prefix = prefix
        }
    }

    /// Compared letter by letter with the claim `iss` and with what discovery says.
    package var url: String
    /// Where the discovery document is, when it is not below `url`.
    package var discoveryURL: String?
    /// Signs the issuer's certificate; nil for the machine's authorities.
    package var authorityPEM: String?
    /// A token must be meant for one of these.
    package var audiences: [String]
    package var algorithms: Set<SignatureAlgorithm>
    package var user: Mapping
    package var groups: Mapping?
    package var uidClaim: String?
    /// Claims a token must have, with these values.
    package var required: [String: String]

    package init(
        url: String, discoveryURL: String? = nil, authorityPEM: String? = nil, audiences: [String],
        algorithms: Set<SignatureAlgorithm> = [.rs256], user: Mapping, groups: Mapping? = nil, uidClaim: String? = nil,
        required: [String: String] = [:]
    ) {
        self.url = url
        self.discoveryURL = discoveryURL
        self.authorityPEM = authorityPEM
        self.audiences = audiences
        self.algorithms = algorithms
        self.user = user
        self.groups = groups
        self.uidClaim = uidClaim
        self.required = required
    }

    /// Upstream's way with `--oidc-username-claim` and `--oidc-username-prefix`: without a prefix, names that are no mail addresses get the
    /// issuer's URL before them; `-` is no prefix at all.
    package static func userMapping(claim: String, prefix: String?, url: String) -> Mapping {
        switch prefix {
        case "-": Mapping(claim: claim)
        case let prefix?: Mapping(claim: claim, prefix: prefix)
        case nil: Mapping(claim: claim, prefix: claim == "email" ? "" : url + "#")
        }
    }

    /// The user a token's claims tell of.
    func user(_ claims: JSON) throws(ClaimError) -> UserInfo {
        for (claim, wanted) in required.sorted(by: { $0.key < $1.key }) {
            guard let found = claims[claim].string else {
                throw ClaimError(description: "oidc: required claim \(claim) not present in ID token")
            }
            guard found == wanted else {
                throw ClaimError(description: "oidc: required claim \(claim) value does not match. Got = \(found), want = \(wanted)")
            }
        }
        guard let name = claims[user.claim].string, !name.isEmpty else {
            throw ClaimError(description: "oidc: parse username claims \"\(user.claim)\": claim not present")
        }
        if user.claim == "email", !claims["email_verified"].isNull, claims["email_verified"] != true {
            throw ClaimError(description: "oidc: email not verified")
        }
        var result = UserInfo(name: user.prefix + name)
        if let groups, !claims[groups.claim].isNull {
            guard let names = Self.words(claims[groups.claim]) else {
                throw ClaimError(description: "oidc: parse groups claim \"\(groups.claim)\": neither a string nor an array of strings")
            }
            result.groups = names.filter { !$0.isEmpty }.map { groups.prefix + $0 }
        }
        if let uidClaim {
            guard let uid = claims[uidClaim].string else {
                throw ClaimError(description: "oidc: uid claim \"\(uidClaim)\" not present in ID token")
            }
            result.uid = uid
        }
        return result
    }

    private static func words(_ claim: JSON) -> [String]? {
        if let one = claim.string { return [one] }
        guard let array = claim.array else { return nil }
        let words = array.compactMap(\.string)
        return words.count == array.count ? words : nil
    }
}
