/// Flags that every command takes: which cluster, as whom, in which namespace.
enum GlobalFlags {
    static let all: [Flag] = [
        .string("namespace", "n", values: .namespaces, "Work in this namespace."),
        .string("context", values: .contexts, "The context of the kubeconfig to use."),
        .string("cluster", values: .clusters, "The cluster of the kubeconfig to use."),
        .string("user", values: .users, "The user of the kubeconfig to use."),
        .string("kubeconfig", "The kubeconfig file to use."),
        .string("server", "s", values: .nothing, "Address and port of the API server."),
        .string("token", values: .nothing, "Bearer token to sign in with."),
        .string("username", values: .nothing, "Name for basic authentication."),
        .string("password", values: .nothing, "Password for basic authentication."),
        .string("certificate-authority", "File of the authority that signed the server's certificate."),
        .string("client-certificate", "File of the client's certificate."),
        .string("client-key", "File of the client's key."),
        .bool("insecure-skip-tls-verify", "Do not check the server's certificate."),
        .string("tls-server-name", values: .nothing, "The name the server's certificate must carry."),
        .string("as", values: .nothing, "Act as this user."),
        .array("as-group", "Act as a member of this group; may be given again."),
        .string("as-uid", values: .nothing, "Act as the user with this uid."),
        .string("request-timeout", nil, "0", values: .nothing, "Give up on a request after this time, such as 30s; 0 never does."),
        .string("cache-dir", nil, "", "Where discovery is kept (default: ~/.kube/cache)."),
        .bool("match-server-version", "Refuse to work with a server of another version."),
        .bool("warnings-as-errors", "Exit with 1 when the server warns."),
        .bool("disable-compression", "Take answers uncompressed; they always are."),
        .int("v", "v", 0, "How much to log about requests (6 and more names them)."),
    ]

    /// Those that `kubectl options` and help list by name only when asked for.
    static let names = Set(all.map(\.name))
}
