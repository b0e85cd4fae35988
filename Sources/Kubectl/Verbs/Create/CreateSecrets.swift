internal import Document
import FoundationEssentials
internal import Resources

/// `create secret generic | tls | docker-registry`
enum CreateSecrets {
    static let generic = CreateSubcommands.command(
        "generic", usage: "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]",
        summary: "Create a Secret from files, folders or literal values",
        example: "kubectl create secret generic fortune-https --from-file=https.key --from-literal=user=admin",
        flags: Flag.joined(CreateConfiguration.sourceFlags, [.string("type", values: .nothing, "The type of the Secret.")])
    ) { invocation in
        let sources = try KeyedSources(invocation.flags, noun: "Secret")
        let type = invocation.flags.string("type")
        try await make(invocation, sources.contents, type: type.isEmpty ? nil : type)
    }

    static let tls = CreateSubcommands.command(
        "tls", usage: "NAME --cert=path/to/cert/file --key=path/to/key/file", summary: "Create a Secret of a certificate and its key",
        example: "kubectl create secret tls tls-secret --cert=tls.cert --key=tls.key",
        flags: [.string("cert", "File of the certificate, in PEM."), .string("key", "File of its private key, in PEM."), appendHash]
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        let (certificate, key) = (invocation.flags.string("cert"), invocation.flags.string("key"))
        if certificate.isEmpty || key.isEmpty { throw Failure("key and cert must be specified") }
        _ = name
        let pair = ["tls.crt": try KeyedSources.read(certificate), "tls.key": try KeyedSources.read(key)]
        for (file, kind) in [("tls.crt", "certificate"), ("tls.key", "key")] {
            let text = String(decoding: pair[file] ?? [], as: UTF8.self)
            if !text.contains("-----BEGIN ") { throw Failure("tls: failed to find any PEM data in \(kind) input") }
        }
        try await make(invocation, pair, type: "kubernetes.io/tls")
    }

    static let dockerRegistry = CreateSubcommands.command(
        "docker-registry",
        usage: "NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string]",
        summary: "Create a Secret with which images are pulled",
        example: "kubectl create secret docker-registry mine --docker-server=reg.example.com --docker-username=me --docker-password=secret",
        flags: [
            .string("docker-username", values: .nothing, "User of the registry."),
            .string("docker-password", values: .nothing, "Password of the user."),
            .string("docker-email", values: .nothing, "Mail address of the user."),
            .string("docker-server", nil, "https://index.docker.io/v1/", values: .nothing, "Address of the registry."),
            .list("from-file", "A file of docker's configuration to take instead."), appendHash,
        ]
    ) { invocation in
        let flags = invocation.flags
        if !flags.list("from-file").isEmpty {
            let sources = try KeyedSources(flags, noun: "Secret")
            return try await make(
                invocation, [".dockerconfigjson": sources.contents.values.first ?? []], type: "kubernetes.io/dockerconfigjson")
        }
        let (user, password, mail) = (flags.string("docker-username"), flags.string("docker-password"), flags.string("docker-email"))
        if user.isEmpty || password.isEmpty {
            throw Failure("either --from-file or the combination of --docker-username, --docker-password and --docker-server is required")
        }
        var entry: JSON = ["username": .string(user), "password": .string(password)]
        if !mail.isEmpty { entry["email"] = .string(mail) }
        entry["auth"] = .string(KeyedSources.base64(Array("\(user):\(password)".utf8)))
        var document: JSON = ["auths": [:]]
        document["auths"][flags.string("docker-server")] = entry
        try await make(invocation, [".dockerconfigjson": document.encoded()], type: "kubernetes.io/dockerconfigjson")
    }

    private static let appendHash = Flag.bool("append-hash", "Append a hash of the content to the name.")

    private static func make(_ invocation: Invocation, _ contents: [String: [UInt8]], type: String?) async throws {
        var object = CreateSubcommands.object("v1", "Secret", try CreateCommand.name(invocation))
        if !contents.isEmpty { object["data"] = JSON(contents.mapValues(KeyedSources.base64)) }
        if let type { object["type"] = .string(type) }
        if invocation.flags.bool("append-hash") { ContentHash.append(to: &object) }
        try await CreateCommand.make(object, invocation)
    }
}
