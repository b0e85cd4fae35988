package import Resources

/// One object type: its fields and how it merges.
///
/// Types refer to each other, also in circles (`JSONSchemaProps`), so they are objects that their catalogue links once.
/// `@unchecked Sendable`: `link` sets the fields before the type is handed to anyone, and nothing changes them afterwards.
package final class TypeSchema: @unchecked Sendable {
    package enum Shape: UInt8, Sendable {
        case object
        /// Any JSON value.
        case any
        /// An object whose members no schema describes.
        case open
    }

    /// What a value is that is either an object of some type or something simpler.
    package struct Alternative: Sendable {
        package enum Form: String, Sendable { case bool, list, strings }

        /// What stands in the object's place: true or false, a list of such objects, or one of strings.
        package let form: Form
        /// The name of the object's type, in the same package.
        let name: String
        package fileprivate(set) var type: TypeSchema?

        init(form: Form, name: String) { (self.form, self.name) = (form, name) }
    }

    /// Group prefix, version and name: "core.v1.PodSpec".
    package let name: String
    /// The name of the type this one is shared with ("apps.v1.DeploymentSpec" for apps.v1beta2's); its own where there is none.
    package let origin: String
    package let shape: Shape
    /// Server-side apply replaces values of this type as a whole.
    package let isAtomic: Bool
    /// The kinds whose objects have this type; usually one or none.
    package let kinds: [GroupVersionKind]
    /// True for types that belong to every group (`DeleteOptions`, `WatchEvent`).
    package let isKindOfEveryGroup: Bool
    package let union: UnionSchema?
    /// Of types of any value alone.
    package private(set) var alternative: Alternative?
    package let description: String?
    /// Sorted by name.
    package private(set) var fields: [FieldSchema] = []
    /// Positions of the fields that are written even when nobody set them.
    private(set) var filled: [Int] = []
    /// Positions of the fields that have a constant default.
    private(set) var defaulted: [Int] = []
    /// True when this type or one it holds has a constant default.
    private(set) var leadsToDefaults = false
    /// True when this type or one it holds has a closed set of strings.
    private(set) var leadsToChecks = false
    private(set) var index = FieldIndex()

    /// Whether any value will do, since nothing is known of what is inside.
    var isOpaque: Bool { shape == .open && fields.isEmpty }

    package init(
        name: String, shape: Shape = .object, isAtomic: Bool = false, kinds: [GroupVersionKind] = [], isKindOfEveryGroup: Bool = false,
        union: UnionSchema? = nil, alternative: Alternative? = nil, description: String? = nil, origin: String? = nil
    ) {
        self.name = name
        self.origin = origin ?? name
        self.shape = shape
        self.isAtomic = isAtomic
        self.kinds = kinds
        self.isKindOfEveryGroup = isKindOfEveryGroup
        self.union = union
        self.alternative = alternative
        self.description = description
    }

    /// The same type in another package, still without fields. Its kinds are of that package's version and, if given, group.
    func shared(package: String, group: String?) -> TypeSchema {
        let version = package.split(separator: ".").last.map(String.init) ?? package
        return TypeSchema(
            name: package + "." + shortName, shape: shape, isAtomic: isAtomic,
            kinds: kinds.map { GroupVersionKind(group: group ?? $0.group, version: version, kind: $0.kind) },
            isKindOfEveryGroup: isKindOfEveryGroup, union: union, alternative: alternative, description: description, origin: origin)
    }

    /// Gives the type its fields; once, before the type is shared.
    package func link(_ fields: [FieldSchema]) {
        self.fields = fields.sorted { $0.name < $1.name }
        index = FieldIndex(self.fields)
        filled = self.fields.indices.filter { Decoder.fillsAbsent(self.fields[$0]) }
        defaulted = self.fields.indices.filter { self.fields[$0].defaultValue != nil }
        leadsToDefaults = !defaulted.isEmpty
        leadsToChecks = self.fields.contains(where: \.isChecked)
    }

    /// Tells which type the object of `alternative` has; once, before the type is shared.
    func link(alternative type: TypeSchema) { alternative?.type = type }

    /// Lets each type know what the types it holds lead to, so that walks can pass by whole branches.
    /// Call once, with all types that refer to each other, after all are linked and before they are shared.
    package static func settle(_ types: [TypeSchema]) {
        var changed = true
        while changed {
            changed = false
            for type in types where !(type.leadsToDefaults && type.leadsToChecks) {
                if !type.leadsToDefaults, type.fields.contains(where: { $0.type.leadsToDefaults }) {
                    type.leadsToDefaults = true
                    changed = true
                }
                if !type.leadsToChecks, type.fields.contains(where: { $0.type.leadsToChecks }) {
                    type.leadsToChecks = true
                    changed = true
                }
            }
        }
    }

    /// The name without its package: "PodSpec".
    package var shortName: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name }

    /// The name with its version but without its group: "v1.PodSpec", as decoding errors write it.
    package var versionedName: String { name.split(separator: ".").suffix(2).joined(separator: ".") }

    package func field(_ name: String) -> FieldSchema? { index.position(of: name, in: fields).map { fields[$0] } }

    /// The field at the end of a path of names; lists and maps are stepped through.
    package func field(at path: some Collection<String>) -> FieldSchema? {
        guard let first = path.first, let field = field(first) else { return nil }
        let rest = Array(path.dropFirst())
        if rest.isEmpty { return field }
        var type = field.type
        while let element = type.element { type = element }
        return type.object?.field(at: rest)
    }
}

/// A set of fields of which at most one may be set, told by a discriminator field.
package struct UnionSchema: Sendable {
    package let discriminator: String?
    /// Field name, and the discriminator's value that goes with it.
    package let members: [(field: String, value: String)]

    package init(discriminator: String?, members: [(field: String, value: String)]) {
        self.discriminator = discriminator
        self.members = members
    }
}

/// Finds a field by name: a small open-addressed table over the length and three bytes of the name. Types of custom resources may be
/// of any size; large ones are looked up in a dictionary.
struct FieldIndex: Sendable {
    private var slots: [UInt8] = []
    private var large: [String: Int] = [:]
    private static let empty = UInt8.max

    init() {}

    init(_ fields: [FieldSchema]) {
        guard fields.count < Int(Self.empty) else {
            large = Dictionary(fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
            return
        }
        var size = 4
        while size < fields.count * 3 { size *= 2 }
        slots = [UInt8](repeating: Self.empty, count: size)
        for (position, field) in fields.enumerated() {
            var slot = Self.hash(field.name) & (size - 1)
            while slots[slot] != Self.empty { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt8(position)
        }
    }

    func position(of name: String, in fields: [FieldSchema]) -> Int? {
        if slots.isEmpty { return large[name] }
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] != Self.empty {
            let position = Int(slots[slot])
            if fields[position].name == name { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    @inline(__always)
    private static func hash(_ name: String) -> Int {
        let bytes = name.utf8
        guard let first = bytes.first, let last = bytes.last else { return 0 }
        let middle = bytes[bytes.index(bytes.startIndex, offsetBy: bytes.count / 2)]
        return bytes.count &* 7 &+ Int(first) &* 31 &+ Int(middle) &* 13 &+ Int(last) &* 5
    }
}
