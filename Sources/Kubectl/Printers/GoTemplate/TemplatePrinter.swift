internal import Document
internal import Resources

/// `-o go-template`: the language of Go's text/template, as far as it works on documents.
struct TemplatePrinter: ObjectPrinter {
    private let nodes: [TemplateNode]
    private let definitions: [String: [TemplateNode]]
    private let template: String

    init(_ template: String) throws(Failure) {
        self.template = template
        do {
            var parser = try TemplateParser(template)
            nodes = try parser.parse()
            definitions = parser.definitions
        } catch {
            throw Failure("error parsing template \(template), template: output:1: \(error.description)")
        }
    }

    func text(_ object: JSON, index: Int) throws -> String {
        var run = TemplateRun(definitions: definitions, root: object)
        do {
            try run.execute(nodes, object)
        } catch {
            throw Failure("error executing template \(template.goQuoted): template: output:1: \(error.description)")
        }
        return run.output
    }
}

/// One filling in of a template.
struct TemplateRun {
    private enum Flow { case on, leave, proceed }

    /// Characters of output, against templates that never end.
    private static let outputLimit = 256 * 1024 * 1024
    private static let depthLimit = 100

    private(set) var output = ""
    private let definitions: [String: [TemplateNode]]
    private let root: JSON
    private var variables: [(name: String, value: JSON)]
    private var depth = 0

    init(definitions: [String: [TemplateNode]], root: JSON) {
        self.definitions = definitions
        self.root = root
        variables = [("", root)]
    }

    mutating func execute(_ nodes: [TemplateNode], _ dot: JSON) throws(Failure) { _ = try walk(nodes, dot) }

    private mutating func walk(_ nodes: [TemplateNode], _ dot: JSON) throws(Failure) -> Flow {
        for node in nodes {
            let flow = try walk(node, dot)
            if flow != .on { return flow }
        }
        return .on
    }

    private mutating func walk(_ node: TemplateNode, _ dot: JSON) throws(Failure) -> Flow {
        let scope = variables.count
        switch node {
        case .text(let text): output += text
        case .output(let pipeline):
            let value = try evaluate(pipeline, dot)
            if pipeline.variables.isEmpty { output += value.map { GoValue.text($0) } ?? "<no value>" }
            guard output.utf8.count < Self.outputLimit else { throw Failure("output is too long") }
            return .on
        case .condition(let pipeline, let then, let otherwise):
            let value = try evaluate(pipeline, dot) ?? .null
            defer { variables.removeLast(variables.count - scope) }
            return try walk(TemplateFunctions.isTrue(value) ? then : otherwise, dot)
        case .with(let pipeline, let body, let otherwise):
            let value = try evaluate(pipeline, dot) ?? .null
            defer { variables.removeLast(variables.count - scope) }
            return try TemplateFunctions.isTrue(value) ? walk(body, value) : walk(otherwise, dot)
        case .range(let pipeline, let body, let otherwise): try range(pipeline, body, otherwise, dot)
        case .template(let name, let argument):
            guard let body = definitions[name] else { throw Failure("template \(name.goQuoted) not defined") }
            guard depth < Self.depthLimit else { throw Failure("exceeded maximum template depth (\(Self.depthLimit))") }
            let value = try argument.map { pipeline throws(Failure) in try evaluate(pipeline, dot) ?? .null } ?? .null
            let outer = variables
            variables = [("", value)]
            depth += 1
            _ = try walk(body, value)
            depth -= 1
            variables = outer
        case .leave: return .leave
        case .proceed: return .proceed
        }
        return .on
    }

    private mutating func range(
        _ pipeline: TemplatePipeline, _ body: [TemplateNode], _ otherwise: [TemplateNode], _ dot: JSON
    ) throws(Failure) {
        var bare = pipeline
        bare.variables = []
        let value = try evaluate(bare, dot) ?? .null
        let items: [(key: JSON, value: JSON)]
        switch value {
        case .array(let elements): items = elements.enumerated().map { (.int(Int64($0.offset)), $0.element) }
        case .object(let members): items = members.sorted { $0.key < $1.key }.map { (.string($0.key), $0.value) }
        case .int(let count): items = (0..<min(max(count, 0), 1_000_000)).map { (.int($0), .int($0)) }
        case .null: items = []
        default: throw Failure("range can't iterate over \(GoValue.text(value))")
        }
        let scope = variables.count
        if items.isEmpty { _ = try walk(otherwise, dot) }
        for item in items {
            switch pipeline.variables.count {
            case 0: break
            case 1: variables.append((pipeline.variables[0], item.value))
            default: variables += [(pipeline.variables[0], item.key), (pipeline.variables[1], item.value)]
            }
            let flow = try walk(body, item.value)
            variables.removeLast(variables.count - scope)
            if flow == .leave { break }
        }
        variables.removeLast(variables.count - scope)
    }

    /// Nil when a member is not there, which is printed as `<no value>`.
    private mutating func evaluate(_ pipeline: TemplatePipeline, _ dot: JSON) throws(Failure) -> JSON? {
        var value: JSON?
        for (index, command) in pipeline.commands.enumerated() {
            value = try evaluate(command, dot, piped: index > 0 ? .some(value ?? .null) : nil)
        }
        for name in pipeline.variables {
            if pipeline.declares {
                variables.append((name, value ?? .null))
            } else if let place = variables.lastIndex(where: { $0.name == name }) {
                variables[place].value = value ?? .null
            } else {
                throw Failure("undefined variable \("$" + name)")
            }
        }
        return value
    }

    private mutating func evaluate(_ command: [TemplateOperand], _ dot: JSON, piped: JSON?) throws(Failure) -> JSON? {
        guard let first = command.first else { throw Failure("missing value for command") }
        guard case .function(let name) = first else {
            if command.count > 1 || piped != nil { throw Failure("can't give argument to non-function") }
            return try operand(first, dot)
        }
        var arguments: [JSON] = []
        for argument in command.dropFirst() { arguments.append(try operand(argument, dot) ?? .null) }
        if let piped { arguments.append(piped) }
        do {
            return try TemplateFunctions.call(name, arguments)
        } catch {
            throw Failure("executing \"output\" at <\(name)>: \(error.description)")
        }
    }

    private mutating func operand(_ operand: TemplateOperand, _ dot: JSON) throws(Failure) -> JSON? {
        switch operand {
        case .field(let names): return try follow(names, dot)
        case .variable(let name, let names):
            guard let variable = variables.last(where: { $0.name == name }) else { throw Failure("undefined variable \"$\(name)\"") }
            return try follow(names, variable.value)
        case .text(let text): return .string(text)
        case .number(let value, let isWhole): return isWhole ? .int(Int64(value)) : .double(value)
        case .function(let name): return try TemplateFunctions.call(name, [])
        case .nested(let pipeline, let names):
            guard let value = try evaluate(pipeline, dot) else { return nil }
            return try follow(names, value)
        }
    }

    private func follow(_ names: [String], _ start: JSON) throws(Failure) -> JSON? {
        var value = start
        for name in names {
            switch value {
            case .object(let members):
                guard let member = members[name] else { return nil }
                value = member
            case .null: return nil
            default:
                throw Failure(
                    "executing \"output\" at <.\(names.joined(separator: "."))>: can't evaluate field \(name) in type interface {}")
            }
        }
        return value
    }
}
