package import Document
package import Resources
package import Schema

/// The part of a kind's rules that only this kind has. `RegisteredKind` puts what is alike for all kinds around it:
/// metadata, closed sets of strings, the separation of spec and status, and generations.
package protocol KindBehaviour: Sendable {
    var nameRule: NameRule { get }
    /// Whether finalizers may be words without a domain, as those of custom resources may.
    var allowsShortFinalizers: Bool { get }
    /// Whether writes to the object and writes to its `status` are kept apart.
    var separatesStatus: Bool { get }
    /// Whether an object may be created together with its status, as nodes register themselves.
    var keepsStatusOnCreate: Bool { get }
    /// Top-level fields whose change counts the generation up; empty for kinds without generations.
    var generationFields: [String] { get }
    /// Whether `validate` looks at nothing but `spec`, beside what is checked of every kind's metadata: a spec that did not change since
    /// it was stored is then not looked at again.
    var validatesSpecAlone: Bool { get }
    /// Whether defaults and rules for this spec look at nothing else, so that what they found holds for every new object with the same.
    func standsAlone(_ spec: JSON) -> Bool
    /// Whether the generation is there from the start, or only once something changed.
    var startsGeneration: Bool { get }
    /// Paths that field selectors may use besides the object's name and namespace.
    var selectable: [SelectableField] { get }
    var columns: [TableColumn] { get }

    func applyDefaults(_ object: inout JSON)
    func prepareForCreate(_ object: inout JSON)
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?)
    func validate(_ object: JSON, _ errors: inout [FieldError])
    /// Rules that hold for new objects alone; `validate` runs besides.
    func validateCreate(_ object: JSON, _ errors: inout [FieldError])
    /// Rules about the change itself; `validate` runs besides.
    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError])
    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError])
    /// What is allowed but hardly meant; told to whoever creates or changes the object.
    /// - Parameter old: nil for a new object.
    func warnings(_ object: JSON, old: JSON?) -> [String]
    func cells(_ object: JSON, now: Timestamp) -> [JSON]
}

extension KindBehaviour {
    package var nameRule: NameRule { .subdomain }
    package var allowsShortFinalizers: Bool { false }
    package var separatesStatus: Bool { false }
    package var keepsStatusOnCreate: Bool { false }
    package var generationFields: [String] { [] }
    package var validatesSpecAlone: Bool { false }
    package func standsAlone(_ spec: JSON) -> Bool { false }
    package var startsGeneration: Bool { true }
    package var selectable: [SelectableField] { [] }
    package var columns: [TableColumn] { [.name, .created] }

    package func applyDefaults(_ object: inout JSON) {}
    package func prepareForCreate(_ object: inout JSON) {}
    package func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {}
    package func validate(_ object: JSON, _ errors: inout [FieldError]) {}
    package func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {}
    package func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {}
    package func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {}
    package func warnings(_ object: JSON, old: JSON?) -> [String] { [] }
    package func cells(_ object: JSON, now: Timestamp) -> [JSON] { [object.nameCell, .string(object.createdAt)] }
}

/// A field that selectors may use.
package struct SelectableField: Sendable, ExpressibleByStringLiteral {
    let name: String
    let path: [String]
    /// Where the value stands when there is none, or an empty one, at `path`.
    let otherwise: [String]?
    /// What an absent field compares as.
    let absent: String

    /// - Parameter path: where the value stands, when it is not where the name says.
    package init(_ name: String, at path: String? = nil, or otherwise: String? = nil, absent: String = "") {
        self.name = name
        self.absent = absent
        self.path = Self.steps(path ?? name)
        self.otherwise = otherwise.map(Self.steps)
    }

    package init(stringLiteral value: String) { self.init(value) }

    func value(in object: JSON) -> String {
        let value = Self.value(at: path, in: object)
        guard let otherwise, value.isEmpty else { return value.isEmpty ? absent : value }
        return Self.value(at: otherwise, in: object)
    }

    private static func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }

    private static func value(at path: [String], in object: JSON) -> String {
        var value = object
        for key in path { value = value[key] }
        switch value {
        case .string(let text): return text
        case .null: return ""
        default: return value.text
        }
    }
}

/// A kind without rules of its own.
struct PlainKind: KindBehaviour {
    var nameRule = NameRule.subdomain
    var separatesStatus = false
    var generationFields: [String] = []
}
