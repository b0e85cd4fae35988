internal import Document
import FoundationEssentials

/// `kubectl kustomize`
enum KustomizeCommand {
    static let command = Command(
        "kustomize", group: .advanced, usage: "DIR", summary: "Build the objects of a kustomization",
        details: """
            Prints what the kustomization.yaml of a folder makes: resources, components, generators, patches, names, labels, images,
            replicas and replacements. Remote resources, Helm charts, plugins and vars are not supported and are refused.
            """,
        examples: [("Of this folder", "kubectl kustomize"), ("And make it", "kubectl apply -k overlays/production")],
        flags: [
            .string("output", "o", "Write to this file, or into this folder, a file an object."),
            .string(
                "load-restrictor", nil, "LoadRestrictionsRootOnly", values: .words(["LoadRestrictionsRootOnly", "LoadRestrictionsNone"]),
                "Whether files outside the kustomization's folder may be read."),
        ], arguments: .files, run: run)

    private static func run(_ invocation: Invocation) async throws {
        if invocation.arguments.count > 1 { throw Failure("specify one path to kustomization.yaml") }
        let restrictor = invocation.flags.string("load-restrictor")
        guard ["LoadRestrictionsRootOnly", "LoadRestrictionsNone"].contains(restrictor) else {
            throw Failure(
                "illegal flag value --load-restrictor \(restrictor); legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]")
        }
        let objects = try KustomizeBuild.objects(
            of: invocation.arguments.first ?? ".", console: invocation.console, restrictsFiles: restrictor == "LoadRestrictionsRootOnly")
        let output = invocation.flags.string("output")
        if output.isEmpty { return invocation.console.out(objects.map(YAML.write).joined(separator: "---\n")) }
        var isFolder = false
        if FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), isFolder {
            for object in objects {
                let identity = KustomizeResource.Identity(object)
                let parts = [identity.group.isEmpty ? nil : identity.group, identity.version, identity.kind, identity.name]
                try write(YAML.write(object), to: output + "/" + parts.compactMap { $0 }.joined(separator: "_").lowercased() + ".yaml")
            }
        } else {
            try write(objects.map(YAML.write).joined(separator: "---\n"), to: output)
        }
    }

    private static func write(_ text: String, to path: String) throws(Failure) {
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw Failure("open \(path): permission denied")
        }
    }
}
