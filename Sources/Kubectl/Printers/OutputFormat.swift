internal import Document
import FoundationEssentials
internal import Resources

/// What `-o` may say, and the printer it stands for.
enum OutputFormat {
    /// What commands that change things print with.
    static let flags: [Flag] = [
        .string(
            "output", "o", values: .words(["json", "yaml", "name", "jsonpath=", "go-template="]),
            "Output format: json, yaml, name, go-template, go-template-file, jsonpath, jsonpath-as-json or jsonpath-file."),
        .string("template", values: .nothing, "Template text or file for -o go-template and go-template-file."),
        .bool("show-managed-fields", "Keep managedFields when printing objects as JSON or YAML."),
        .bool("allow-missing-template-keys", nil, true, "Pass over members that a template names and the object lacks."),
    ]

    static let names = [
        "go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file", "name", "template", "templatefile",
        "yaml",
    ]

    /// The printer; nil when `-o` was not given.
    /// - Parameter extra: further formats that the command itself knows, for the message that lists them.
    static func printer(_ flags: FlagValues, environment: Environment, extra: [String] = []) throws -> (any ObjectPrinter)? {
        var format = flags.string("output")
        if format.isEmpty, !flags.string("template").isEmpty { format = "go-template" }
        if format.isEmpty { return nil }
        let shows = flags.bool("show-managed-fields")
        let parts = format.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        switch name {
        case "json": return JSONPrinter(showsManagedFields: shows)
        case "yaml": return YAMLPrinter(showsManagedFields: shows)
        case "name": return NamePrinter()
        case "jsonpath", "jsonpath-as-json":
            return try JSONPathPrinter(argument(parts, flags, name), asJSON: name == "jsonpath-as-json")
        case "jsonpath-file": return try JSONPathPrinter(file(argument(parts, flags, name), environment))
        case "go-template", "template": return try TemplatePrinter(argument(parts, flags, name))
        case "go-template-file", "templatefile": return try TemplatePrinter(file(argument(parts, flags, name), environment))
        default:
            let known = (names + extra).sorted().joined(separator: ",")
            throw Failure("unable to match a printer suitable for the output format \(format.goQuoted), allowed formats are: \(known)")
        }
    }

    private static func argument(_ parts: [Substring], _ flags: FlagValues, _ name: String) throws -> String {
        if parts.count == 2, !parts[1].isEmpty { return String(parts[1]) }
        let template = flags.string("template")
        if !template.isEmpty { return template }
        throw Failure("template format specified but no template given")
    }

    static func file(_ path: String, _ environment: Environment) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("error reading --template \(path), open \(path): no such file or directory")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// What a command that changes things tells of each object: `pod/kubia created`, or the object as `-o` asks for it.
final class ResultPrinter: Sendable {
    private let printer: any ObjectPrinter
    /// Whether objects are printed rather than told of.
    let printsObjects: Bool
    private let namesOnly: Bool
    private let console: Console
    private let count = Counter()
    private let suffix: String

    init(_ invocation: Invocation, dryRun: DryRun = .none) throws {
        let chosen = try OutputFormat.printer(invocation.flags, environment: invocation.session.environment)
        printer = chosen ?? NamePrinter()
        namesOnly = chosen is NamePrinter
        printsObjects = chosen != nil && !namesOnly
        console = invocation.console
        suffix =
            switch dryRun {
            case .none: ""
            case .client: " (dry run)"
            case .server: " (server dry run)"
            }
    }

    /// - Parameter operation: what was done, such as `created`.
    func tell(_ object: JSON, _ operation: String) throws {
        if printsObjects {
            console.out(try printer.text(object, index: count.next()))
        } else {
            console.out(NamePrinter(operation: namesOnly ? "" : operation + suffix).text(object, index: 0))
        }
    }
}
