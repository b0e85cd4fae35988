internal import Client
internal import Document
import FoundationEssentials
internal import Resources
internal import Schema

#if canImport(Glibc)
    import Glibc
#endif

/// The editor of `KUBE_EDITOR` or `EDITOR`, over a file of its own.
struct EditorSession: Sendable {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    /// The editor's command line; the shell reads it, so that it may hold flags.
    private var editor: String {
        let environment = invocation.session.environment
        return environment["KUBE_EDITOR"] ?? environment["EDITOR"] ?? "vi"
    }

    /// What the text is after its author has left the editor. The file is removed.
    func edit(_ text: String, name: String) throws -> String {
        var template = Array("/tmp/kubectl-edit-XXXXXX.yaml".utf8CString)
        let descriptor = mkstemps(&template, 5)
        guard descriptor >= 0 else { throw Failure("cannot make a file to edit: \(String(cString: strerror(errno)))") }
        close(descriptor)
        let path = template.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(path) }
        try Self.write(text, to: path)
        invocation.console.flush()
        let status = try ChildProcess.run(["/bin/sh", "-c", "\(editor) \"$1\"", "sh", path])
        guard status == 0 else { throw Failure("there was a problem with the editor \(editor.goQuoted)") }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Writes a file that its owner alone can read.
    static func write(_ text: String, to path: String) throws(Failure) {
        let contents = Data(text.utf8)
        guard FileManager.default.createFile(atPath: path, contents: contents, attributes: [.posixPermissions: 0o600]) else {
            throw Failure("cannot write \(path)")
        }
    }

    /// Keeps a text that could not be used, and says where.
    func keep(_ text: String) throws -> String {
        let path = "/tmp/kubectl-edit-\(getpid()).yaml"
        try Self.write(text, to: path)
        return path
    }
}

/// `kubectl edit`
enum EditCommand {
    private static let flags: [Flag] = [
        .bool("output-patch", "Show the patch that is sent."),
        .bool("save-config", "Keep what is sent in an annotation, so that apply can go on from it."),
        .bool("windows-line-endings", "Use the line endings of Windows in the editor's file."),
        .string("subresource", values: .words(["status"]), "Edit this subresource of the object."), WriteOptions.validateFlag,
    ]

    static let command = Command(
        "edit", group: .basic, usage: "(RESOURCE/NAME | -f FILENAME)", summary: "Edit an object in the editor",
        details: "KUBE_EDITOR or EDITOR names the editor; without them it is vi.",
        examples: [("A controller", "kubectl edit rc kubia"), ("With another editor", "KUBE_EDITOR=nano kubectl edit service/kubia")],
        flags: ResourceSelection.fileFlags("to edit") + WriteOptions.flags("kubectl-edit") + flags, arguments: .resources, run: run)

    private static let header = """
        # Please edit the object below. Lines beginning with a '#' will be ignored,
        # and an empty file will abort the edit. If an error occurs while saving this file will be
        # reopened with the relevant failures.
        #

        """

    static func run(_ invocation: Invocation) async throws {
        let infos = try await ResourceBuilder(session: invocation.session).objects(try ResourceSelection(invocation))
        if infos.isEmpty { throw Failure("edit cancelled, no objects found") }
        try await edit(infos, invocation) { info, edited, options in
            try await update(info, edited, invocation, options)
        }
    }

    /// `create --edit`: what files hold, edited before it is made.
    static func create(_ invocation: Invocation) async throws {
        let infos = try await ResourceBuilder(session: invocation.session).manifests(try ResourceSelection(invocation))
        try await edit(infos, invocation, unchangedCounts: true) { info, edited, options in
            let made = options.dryRun == .client ? edited : try await invocation.session.client().create(info, edited, options)
            return (made, "created")
        }
    }

    private typealias Save = (ObjectInfo, JSON, WriteOptions) async throws -> (JSON, String)

    private static func edit(_ infos: [ObjectInfo], _ invocation: Invocation, unchangedCounts: Bool = false, save: Save) async throws {
        let options = try WriteOptions(invocation)
        let printer = try ResultPrinter(invocation, dryRun: options.dryRun)
        let session = EditorSession(invocation)
        var text = body(infos)
        var problems = ""
        while true {
            let edited = try session.edit(header + problems + text, name: infos[0].name)
            let bare = withoutComments(edited)
            if bare.allSatisfy(\.isWhitespace) { return invocation.console.err("Edit cancelled, saved file was empty.\n") }
            if bare == text, !(unchangedCounts && problems.isEmpty) {
                if problems.isEmpty { return invocation.console.err("Edit cancelled, no changes made.\n") }
                let path = try session.keep(edited)
                invocation.console.err("A copy of your changes has been stored to \(path.goQuoted)\n")
                throw Failure("Edit cancelled, no valid changes were saved.")
            }
            do {
                let documents = try documents(bare)
                for document in documents {
                    guard
                        let info = infos.first(where: {
                            $0.name == document["metadata"]["name"].string && $0.type.kind == document["kind"].string
                        })
                            ?? (unchangedCounts ? infos.first : nil)
                    else { throw Failure("At least one of apiVersion, kind and name was changed") }
                    let (object, operation) = try await save(info, document, options)
                    try printer.tell(object, operation)
                }
                return
            } catch let error as TransportFailure {
                throw error
            } catch {
                text = bare
                let reason = ErrorText.report(error).text
                invocation.console.err(reason + "\n")
                problems = reason.split(separator: "\n").map { "# \($0)\n" }.joined() + "#\n"
            }
        }
    }

    private static func body(_ infos: [ObjectInfo]) -> String {
        if infos.count == 1 { return YAML.write(infos[0].object.withoutManagedFields) }
        return YAML.write([
            "apiVersion": "v1", "items": .array(infos.map(\.object.withoutManagedFields)), "kind": "List", "metadata": [:],
        ])
    }

    private static func withoutComments(_ text: String) -> String {
        let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    }

    private static func documents(_ text: String) throws -> [JSON] {
        try YAML.parse(text).flatMap { $0["kind"].string == "List" ? $0["items"].array ?? [] : [$0] }
    }

    private static func update(_ info: ObjectInfo, _ edited: JSON, _ invocation: Invocation, _ options: WriteOptions) async throws -> (
        JSON, String
    ) {
        var wanted = edited
        wanted["metadata"]["managedFields"] = info.object["metadata"]["managedFields"]
        if invocation.flags.bool("save-config") { wanted = LastApplied.annotated(wanted) }
        guard let patch = patch(from: info.object, to: wanted) else { return (info.object, "skipped") }
        if invocation.flags.bool("output-patch") { invocation.console.line("Patch: \(patch.document.text)") }
        let subresource = invocation.flags.given("subresource")
        if options.dryRun == .client { return (wanted, "edited") }
        return (try await invocation.session.client().patch(info, patch, query: options.query, subresource: subresource), "edited")
    }

    /// Nil when nothing was changed. Kinds that this program has a schema of are patched by it.
    private static func patch(from old: JSON, to new: JSON) -> Patch? {
        guard let type = LocalPatch.schema(of: old) else {
            let patch = MergeDiff.patch(from: old, to: new)
            return patch.isNull ? nil : .merge(patch)
        }
        let patch = StrategicMergeDiff.patch(from: old, to: new, type: type)
        return patch.object?.isEmpty ?? true ? nil : .strategic(patch)
    }
}
