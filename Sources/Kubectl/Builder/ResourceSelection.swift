/// Which objects a command was asked to work on, as the command line says it.
struct ResourceSelection: Sendable {
    /// `TYPE[,TYPE…] [NAME…]` or `TYPE/NAME…`
    var arguments: [String] = []
    /// Files, folders, URLs, or `-` for standard input.
    var files: [String] = []
    /// A folder with a kustomization, in place of files.
    var kustomize: String?
    /// Into folders below folders as well.
    var recursive = false
    var labelSelector: String?
    var fieldSelector: String?
    /// Every object of the types that are named.
    var all = false
    var allNamespaces = false
    var subresource: String?
    /// A selector is not needed: types alone name all their objects, as `get` reads them.
    var typesAloneMeanAll = false
    /// Work on what the files hold, without reading it from the server.
    var isLocal = false
    /// The namespace of an object in a file must be the one that was asked for.
    var requiresNamespace = true
    /// Objects of one list are asked for in pages of this many; 0 asks for all at once.
    var chunk = 500
    /// Objects that are not there are passed over.
    var ignoresMissing = false
    /// Failures do not end the reading of what follows.
    var goesOn = true

    /// `-f`, `-R`, `-k`
    static func fileFlags(_ purpose: String) -> [Flag] {
        [
            .list("filename", "f", "Files, folders or URLs with the objects \(purpose); - reads standard input."),
            .bool("recursive", "R", "Also take the files in folders below the one that -f names."),
            .string("kustomize", "k", "A folder with a kustomization; instead of -f."),
        ]
    }

    static let selectorFlags: [Flag] = [
        .string("selector", "l", values: .nothing, "Only objects whose labels match, such as app=kubia,env!=prod or env in (a,b)."),
        .string("field-selector", values: .nothing, "Only objects whose fields match, such as status.phase=Running."),
    ]

    init(_ invocation: Invocation) throws(Failure) {
        let flags = invocation.flags
        arguments = invocation.arguments
        files = flags.list("filename")
        recursive = flags.bool("recursive")
        labelSelector = flags.given("selector")
        fieldSelector = flags.given("field-selector")
        all = flags.bool("all")
        allNamespaces = flags.bool("all-namespaces")
        subresource = flags.given("subresource")
        isLocal = flags.bool("local")
        if flags.changed("chunk-size") { chunk = flags.int("chunk-size") }
        guard let folder = flags.given("kustomize"), !folder.isEmpty else { return }
        if !files.isEmpty { throw Failure("only one of -f or -k can be specified") }
        if recursive { throw Failure("the -k flag can't be used with -f or -R") }
        kustomize = folder
    }

    /// Whether it is manifests that name the objects.
    var hasFiles: Bool { !files.isEmpty || kustomize != nil }

    init() {}

    static let noResources = Failure(
        """
        You must provide one or more resources by argument or filename.
        Example resource specifications include:
           '-f rsrc.yaml'
           '--filename=rsrc.json'
           '<resource> <name>'
           '<resource>'
        """)
    static let localNeedsFiles = Failure(
        """
        error: you must specify resources by --filename when --local is set.
        Example resource specifications include:
           '-f rsrc.yaml'
           '--filename=rsrc.json'
        """)
}
