internal import Document
internal import Resources

/// A way to print objects, chosen by `-o`.
protocol ObjectPrinter: Sendable {
    /// - Parameter index: how many objects were printed before, for forms that stand between objects.
    func text(_ object: JSON, index: Int) throws -> String
}

struct JSONPrinter: ObjectPrinter {
    var showsManagedFields = false

    func text(_ object: JSON, index: Int) -> String { Self.pretty(showsManagedFields ? object : object.withoutManagedFields) + "\n" }

    /// Keys in order, and `<`, `>`, `&` escaped, as Go writes JSON.
    static func pretty(_ object: JSON) -> String { escaped(object.sortedKeys.prettyText) }

    /// Outside of strings JSON has none of these characters.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "\\u003c"
            case ">": result += "\\u003e"
            case "&": result += "\\u0026"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

struct YAMLPrinter: ObjectPrinter {
    var showsManagedFields = false

    func text(_ object: JSON, index: Int) -> String {
        (index > 0 ? "---\n" : "") + YAML.write(showsManagedFields ? object : object.withoutManagedFields)
    }
}

/// `pod/kubia`, with what was done to it: `pod/kubia created`.
struct NamePrinter: ObjectPrinter {
    /// Empty for `-o name`.
    var operation = ""

    func text(_ object: JSON, index: Int) -> String {
        if let items = object["items"].array, object["kind"].string?.hasSuffix("List") ?? false {
            return items.map { text($0, index: index) }.joined()
        }
        return title(object) + (operation.isEmpty ? "" : " " + operation) + "\n"
    }

    private func title(_ object: JSON) -> String {
        let name = object["metadata"]["name"].string ?? ""
        return Self.kind(object) + "/" + (name.isEmpty ? "<unknown>" : name)
    }

    /// `pod` or `deployment.apps`
    static func kind(_ object: JSON) -> String {
        let apiVersion = object["apiVersion"].string ?? ""
        let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
        return (object["kind"].string ?? "").lowercased() + (group.isEmpty ? "" : "." + group)
    }
}

struct JSONPathPrinter: ObjectPrinter {
    let template: String
    let path: JSONPath
    /// `jsonpath-as-json`: what is found as a JSON list.
    var asJSON = false

    init(_ template: String, asJSON: Bool = false) throws(Failure) {
        self.template = template
        self.asJSON = asJSON
        do {
            path = try JSONPath(template)
        } catch {
            throw Failure("error parsing jsonpath \(template), \(error.description)")
        }
    }

    func text(_ object: JSON, index: Int) throws -> String {
        do {
            if asJSON { return JSONPrinter.pretty(.array(try path.find(object).flatMap { $0 })) + "\n" }
            return try path.render(object)
        } catch {
            throw Failure(
                """
                error executing jsonpath \(template.goQuoted): Error executing template: \(error). \
                Printing more information for debugging the template:
                \ttemplate was:
                \t\t\(template)
                \tobject given to jsonpath engine was:
                \t\t\(GoValue.source(object.sortedKeys))


                """)
        }
    }
}

extension JSON {
    /// The object, or each object of the list, without the record of who manages which field.
    var withoutManagedFields: JSON {
        var copy = self
        if let metadata = copy["metadata"].object, metadata.contains("managedFields") { copy["metadata"]["managedFields"] = .null }
        if let items = copy["items"].array { copy["items"] = .array(items.map(\.withoutManagedFields)) }
        return copy
    }
}
