import ArgumentParser
import Cluster
import FoundationEssentials

/// Options of the API server, with upstream's names and meaning.
struct APIServerOptions: ParsableArguments {
    @Option(name: .customLong("audit-policy-file"), help: "Which requests are recorded: a file with an audit.k8s.io/v1 Policy.")
    var auditPolicyFile: [String] = []
    @Option(name: .customLong("audit-log-path"), help: "Where they are recorded, a JSON line an event; - is the output.") var auditLogPath:
        [String] = []
    @Option(
        name: .customLong("audit-log-mode"),
        help: "What happens while the log cannot keep up: blocking, blocking-strict or batch (default: blocking).") var auditLogMode:
        [String] = []
    @Option(name: .customLong("audit-log-maxage"), help: "Days that old logs are kept (default: for ever).") var auditLogMaxage: [String] =
        []
    @Option(name: .customLong("audit-log-maxbackup"), help: "Old logs that are kept (default: all).") var auditLogMaxbackup: [String] = []
    @Option(name: .customLong("audit-log-maxsize"), help: "Megabytes at which a log is put aside (default: 100).") var auditLogMaxsize:
        [String] = []
    @Option(name: .customLong("anonymous-auth"), help: "Whether requests without credentials come in as system:anonymous (default: true).")
    var anonymousAuth: [String] = []
    @Option(name: .customLong("token-auth-file"), help: "Static tokens: lines of token,user,uid,\"group1,group2\".") var tokenAuthFile:
        [String] = []
    @Option(name: .customLong("authentication-config"), help: "Issuers of tokens: a file with an AuthenticationConfiguration.")
    var authenticationConfig: [String] = []
    @Option(name: .customLong("oidc-issuer-url"), help: "The issuer of OpenID Connect tokens, https only.") var oidcIssuerURL: [String] = []
    @Option(name: .customLong("oidc-client-id"), help: "Whom those tokens must be meant for.") var oidcClientID: [String] = []
    @Option(name: .customLong("oidc-username-claim"), help: "The claim that names the user (default: sub).") var oidcUsernameClaim:
        [String] = []
    @Option(
        name: .customLong("oidc-username-prefix"),
        help: "What is put before it; - for nothing (default: the issuer and #, unless the claim is email).") var oidcUsernamePrefix:
        [String] = []
    @Option(name: .customLong("oidc-groups-claim"), help: "The claim that names the groups.") var oidcGroupsClaim: [String] = []
    @Option(name: .customLong("oidc-groups-prefix"), help: "What is put before each.") var oidcGroupsPrefix: [String] = []
    @Option(name: .customLong("oidc-ca-file"), help: "Who signs the issuer's certificate (default: whom the machine trusts).")
    var oidcCAFile: [String] = []
    @Option(name: .customLong("oidc-required-claim"), help: "A claim a token must have, key=value; may be given again.")
    var oidcRequiredClaim: [String] = []
    @Option(name: .customLong("oidc-signing-algs"), help: "Algorithms of its signatures, separated by commas (default: RS256).")
    var oidcSigningAlgs: [String] = []
    @Option(
        name: .customLong("requestheader-client-ca-file"),
        help: "Who signs certificates of proxies that speak for users (default: one of the cluster's own).") var requestheaderClientCAFile:
        [String] = []
    @Option(name: .customLong("requestheader-allowed-names"), help: "Their common names (default: all).") var requestheaderAllowedNames:
        [String] = []
    @Option(name: .customLong("requestheader-username-headers"), help: "Headers with the user (default: X-Remote-User).")
    var requestheaderUsernameHeaders: [String] = []
    @Option(name: .customLong("requestheader-uid-headers"), help: "Headers with the user's uid (default: X-Remote-Uid).")
    var requestheaderUIDHeaders: [String] = []
    @Option(name: .customLong("requestheader-group-headers"), help: "Headers with groups (default: X-Remote-Group).")
    var requestheaderGroupHeaders: [String] = []
    @Option(name: .customLong("requestheader-extra-headers-prefix"), help: "What headers with more begin with (default: X-Remote-Extra-).")
    var requestheaderExtraHeadersPrefix: [String] = []
    @Option(
        name: .customLong("service-account-key-file"), help: "Further keys that ServiceAccount tokens are checked with; may be given again."
    ) var serviceAccountKeyFile: [String] = []
    @Option(name: .customLong("service-account-signing-key-file"), help: "The key that signs them (default: one of the cluster's own).")
    var serviceAccountSigningKeyFile: [String] = []
    @Option(name: .customLong("service-account-issuer"), help: "Their issuer; given again, the others are taken too.")
    var serviceAccountIssuer: [String] = []
    @Option(name: .customLong("api-audiences"), help: "Who the server is to holders of tokens (default: the issuer).") var apiAudiences:
        [String] = []
    @Option(name: .customLong("max-requests-inflight"), help: "Reading requests at a time (default: 400).") var maxRequestsInflight:
        [String] = []
    @Option(
        name: .customLong("max-mutating-requests-inflight"),
        help: "Writing requests at a time (default: 200); flow control shares the sum of both.") var maxMutatingRequestsInflight: [String] =
            []

    /// What was given replaces what the cluster was started with before; an empty value takes it back.
    func apply(to settings: inout APISettings) {
        for (flag, given) in given where !given.isEmpty {
            let values = given.filter { !$0.isEmpty }
            settings[flag] = flag.isPath ? values.map { $0 == "-" ? $0 : URL(filePath: $0).path } : values
        }
    }

    private var given: [(APISettings.Flag, [String])] {
        [
            (.auditPolicyFile, auditPolicyFile),
            (.auditLogPath, auditLogPath),
            (.auditLogMode, auditLogMode),
            (.auditLogMaxage, auditLogMaxage),
            (.auditLogMaxbackup, auditLogMaxbackup),
            (.auditLogMaxsize, auditLogMaxsize),
            (.anonymousAuth, anonymousAuth),
            (.tokenAuthFile, tokenAuthFile),
            (.authenticationConfig, authenticationConfig),
            (.oidcIssuerURL, oidcIssuerURL),
            (.oidcClientID, oidcClientID),
            (.oidcUsernameClaim, oidcUsernameClaim),
            (.oidcUsernamePrefix, oidcUsernamePrefix),
            (.oidcGroupsClaim, oidcGroupsClaim),
            (.oidcGroupsPrefix, oidcGroupsPrefix),
            (.oidcCAFile, oidcCAFile),
            (.oidcRequiredClaim, oidcRequiredClaim),
            (.oidcSigningAlgs, oidcSigningAlgs),
            (.requestheaderClientCAFile, requestheaderClientCAFile),
            (.requestheaderAllowedNames, requestheaderAllowedNames),
            (.requestheaderUsernameHeaders, requestheaderUsernameHeaders),
            (.requestheaderUIDHeaders, requestheaderUIDHeaders),
            (.requestheaderGroupHeaders, requestheaderGroupHeaders),
            (.requestheaderExtraHeadersPrefix, requestheaderExtraHeadersPrefix),
            (.serviceAccountKeyFile, serviceAccountKeyFile),
            (.serviceAccountSigningKeyFile, serviceAccountSigningKeyFile),
            (.serviceAccountIssuer, serviceAccountIssuer),
            (.apiAudiences, apiAudiences),
            (.maxRequestsInflight, maxRequestsInflight),
            (.maxMutatingRequestsInflight, maxMutatingRequestsInflight),
        ]
    }
}
