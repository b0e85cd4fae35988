internal import Logging
internal import PKI

/// Who may come in and who may do what, put together from the configuration.
struct ServerIdentities {
    let authenticator: AuthenticatorChain
    let authorizer: AuthorizerChain
    let rbac = RBACAuthorizer()
    let actions: [any ActionHandler]
    /// Knows the tokens of ServiceAccounts, and shows its keys.
    let tokenVerifier: TokenVerifier

    /// The caches are followed from here on, so that what is loaded later is known.
    init(_ configuration: APIServerConfiguration, _ caches: ObjectCaches, _ logger: Logger) throws {
        let environment = configuration.environment
        let audiences = configuration.audiences.isEmpty ? [configuration.issuer] : configuration.audiences
        tokenVerifier = TokenVerifier([configuration.serviceAccountSigner.key] + configuration.serviceAccountKeys)
        let accounts = ServiceAccountTokens(
            verifier: tokenVerifier, issuers: [configuration.issuer] + configuration.formerIssuers, audiences: audiences, caches: caches,
            now: environment.now)
        var tokens: [any TokenAuthenticator] = []
        if let file = configuration.tokenFile { tokens.append(try StaticTokens(file: file)) }
        tokens.append(accounts)
        tokens.append(BootstrapTokens(caches, now: environment.now))
        for issuer in configuration.tokenIssuers {
            tokens.append(try JWTAuthenticator(issuer, now: environment.now, logger: logger))
        }
        let verifier = try ClientCertificateVerifier(authorityPEM: configuration.clientAuthorityPEM)
        authenticator = AuthenticatorChain(
            frontProxy: try configuration.frontProxy.map {
                FrontProxyAuthenticator(
                    verifier: try ClientCertificateVerifier(authorityPEM: $0.authorityPEM), names: $0.names, headers: $0.headers)
            }, certificates: CertificateAuthenticator(verifier: verifier), tokens: tokens)
        let pods = NodePods(caches)
        pods.follow()
        rbac.follow(caches)
        authorizer = AuthorizerChain([NodeAuthorizer(pods: pods, caches: caches), rbac])
        actions =
            [
                TokenRequestAction(
                    signer: configuration.serviceAccountSigner, issuer: configuration.issuer, audiences: audiences, caches: caches,
                    environment: environment),
                TokenReviewAction(tokens: authenticator, serviceAccounts: accounts), SelfSubjectReviewAction(now: environment.now),
            ] + AccessReviewActions.all(authorizer: authorizer, rbac: rbac)
    }
}
