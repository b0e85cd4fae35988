internal import Resources

/// The tree of a Go template.
indirect enum TemplateNode: Sendable {
    case text(String)
    case output(TemplatePipeline)
    case condition(TemplatePipeline, then: [TemplateNode], otherwise: [TemplateNode])
    case range(TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode])
    case with(TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode])
    case template(String, TemplatePipeline?)
    case leave
    case proceed
}

/// Commands joined by `|`, whose result may be kept in variables.
struct TemplatePipeline: Sendable {
    var variables: [String] = []
    var declares = false
    var commands: [[TemplateOperand]] = []
}

indirect enum TemplateOperand: Sendable {
    case field([String])
    case variable(String, [String])
    case text(String)
    case number(Double, isWhole: Bool)
    case function(String)
    case nested(TemplatePipeline, [String])
}

struct TemplateParser {
    private var pieces: [TemplateLexer.Piece]
    private var position = 0
    /// What `define` and `block` have named.
    private(set) var definitions: [String: [TemplateNode]] = [:]
    /// Deepest nesting of blocks.
    private static let depthLimit = 100

    init(_ template: String) throws(Failure) { pieces = try TemplateLexer.pieces(template) }

    mutating func parse() throws(Failure) -> [TemplateNode] {
        let block = try block(depth: 0)
        if !block.end.isEmpty { throw Failure("unexpected {{\(block.end)}}") }
        return block.nodes
    }

    /// Nodes up to `end` or `else`, which of the two it was, and what follows the word.
    private struct Block {
        var nodes: [TemplateNode] = []
        var end = ""
        var tail: [TemplateLexer.Token] = []
    }

    private mutating func block(depth: Int) throws(Failure) -> Block {
        guard depth < Self.depthLimit else { throw Failure("template is nested too deeply") }
        var nodes: [TemplateNode] = []
        while position < pieces.count {
            let piece = pieces[position]
            position += 1
            guard case .action(let tokens) = piece else {
                if case .text(let text) = piece { nodes.append(.text(text)) }
                continue
            }
            guard case .word(let word)? = tokens.first else {
                if tokens.isEmpty { throw Failure("missing value for command") }
                nodes.append(.output(try pipeline(tokens)))
                continue
            }
            let tail = Array(tokens.dropFirst())
            switch word {
            case "end", "else":
                return Block(nodes: nodes, end: word, tail: tail)
            case "if", "range", "with": nodes.append(try branch(word, tail, depth))
            case "define", "block": try define(word, tail, depth, &nodes)
            case "template":
                guard case .text(let name)? = tail.first else { throw Failure("unexpected token in template clause") }
                nodes.append(.template(name, tail.count > 1 ? try pipeline(Array(tail.dropFirst())) : nil))
            case "break": nodes.append(.leave)
            case "continue": nodes.append(.proceed)
            default: nodes.append(.output(try pipeline(tokens)))
            }
        }
        if depth > 0 { throw Failure("unexpected EOF") }
        return Block(nodes: nodes)
    }

    private mutating func branch(_ word: String, _ tokens: [TemplateLexer.Token], _ depth: Int) throws(Failure) -> TemplateNode {
        let condition = try pipeline(tokens)
        let first = try block(depth: depth + 1)
        let body = first.nodes
        var otherwise: [TemplateNode] = []
        if first.end == "else" {
            if case .word(let next)? = first.tail.first, next == "if" || next == "with" {
                otherwise = [try branch(next, Array(first.tail.dropFirst()), depth + 1)]
            } else {
                otherwise = try block(depth: depth + 1).nodes
            }
        }
        switch word {
        case "if": return .condition(condition, then: body, otherwise: otherwise)
        case "range": return .range(condition, body: body, otherwise: otherwise)
        default: return .with(condition, body: body, otherwise: otherwise)
        }
    }

    private mutating func define(_ word: String, _ tail: [TemplateLexer.Token], _ depth: Int, _ nodes: inout [TemplateNode]) throws(Failure)
    {
        guard case .text(let name)? = tail.first else { throw Failure("unexpected token in \(word) clause") }
        definitions[name] = try block(depth: depth + 1).nodes
        if word == "block" { nodes.append(.template(name, try pipeline(Array(tail.dropFirst())))) }
    }

    private func pipeline(_ tokens: [TemplateLexer.Token]) throws(Failure) -> TemplatePipeline {
        var pipeline = TemplatePipeline()
        var rest = tokens[...]
        if let sign = tokens.firstIndex(where: { $0 == .declare || $0 == .assign }) {
            for token in tokens[..<sign] { if case .variable(let name, _) = token { pipeline.variables.append(name) } }
            pipeline.declares = tokens[sign] == .declare
            rest = tokens[(sign + 1)...]
        }
        pipeline.commands = try commands(&rest, nested: false, depth: 0)
        if pipeline.commands.contains(where: \.isEmpty) { throw Failure("missing value for command") }
        return pipeline
    }

    private func commands(_ rest: inout ArraySlice<TemplateLexer.Token>, nested: Bool, depth: Int) throws(Failure) -> [[TemplateOperand]] {
        guard depth < Self.depthLimit else { throw Failure("template is nested too deeply") }
        var commands: [[TemplateOperand]] = [[]]
        while let token = rest.popFirst() {
            let operand: TemplateOperand
            switch token {
            case .symbol("|"):
                commands.append([])
                continue
            case .symbol(")"):
                if nested { return commands }
                throw Failure("unexpected right paren")
            case .symbol("("):
                let inner = TemplatePipeline(commands: try self.commands(&rest, nested: true, depth: depth + 1))
                var chain: [String] = []
                if case .chain(let names)? = rest.first {
                    chain = names
                    rest = rest.dropFirst()
                }
                operand = .nested(inner, chain)
            case .field(let names): operand = .field(names)
            case .variable(let name, let names): operand = .variable(name, names)
            case .text(let text): operand = .text(text)
            case .number(let value, let isWhole): operand = .number(value, isWhole: isWhole)
            case .word(let name):
                guard TemplateFunctions.names.contains(name) else { throw Failure("function \(name.goQuoted) not defined") }
                operand = .function(name)
            case .symbol, .declare, .assign, .chain: throw Failure("unexpected token in operand")
            }
            commands[commands.count - 1].append(operand)
        }
        if nested { throw Failure("unclosed left paren") }
        return commands
    }
}
