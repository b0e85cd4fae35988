/// One JSON value. Objects keep the order of their keys, because a document is shown to its author as it was written.
///
/// Strings and keys up to 15 bytes live inside the value without allocation; almost every key of the Kubernetes API does.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    package var isNull: Bool { if case .null = self { true } else { false } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The integer, also when it was written as a whole double such as `3.0`.
    package var int: Int? {
        switch self {
        case .int(let value): Int(value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// Whether both are copies of one object or list that nobody changed since: told without looking into it. False for scalars.
    package func isIdentical(to other: JSON) -> Bool {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)): mine.isIdentical(to: theirs)
        case (.array(let mine), .array(let theirs)):
            mine.count == theirs.count
                && mine.withUnsafeBufferPointer { mine in theirs.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress } }
        default: false
        }
    }

    /// True for null, "", 0, false, {} and []: what Go's `omitempty` leaves out.
    package var isEmptyValue: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .array(let value): value.isEmpty
        case .object(let value): value.isEmpty
        }
    }

    /// The member `key`, or null when there is none or this is no object. Setting null removes the member;
    /// setting on a value that is no object makes it one.
    package subscript(key: String) -> JSON {
        get { if case .object(let object) = self { object[key] ?? .null } else { .null } }
        set { mutateObject { $0.put(key, newValue.isNull ? Optional.none : newValue) } }
        // What it keeps while the value is changed has room in the caller's frame, so that nothing is allocated: it is done some twenty
        // times for a request.
        _modify {
            var object = takeObject()
            let place = object.open(key)
            defer {
                object.close(place)
                self = .object(object)
            }
            yield &place.pointee.value
        }
    }

    /// Moves the object out, leaving null, so that it is the only reference while it is changed in place; an empty one when this is none.
    @inline(never) private mutating func takeObject() -> JSONObject {
        guard case .object(let object) = self else { return JSONObject() }
        self = .null
        return object
    }

    /// The same object without one of its members.
    package func without(_ key: String) -> JSON {
        var copy = self
        copy[key] = .null
        return copy
    }

    /// The element at `index`, or null when there is none.
    package subscript(index: Int) -> JSON {
        get { if case .array(let array) = self, array.indices.contains(index) { array[index] } else { .null } }
        set { mutateArray { if $0.indices.contains(index) { $0[index] = newValue } } }
    }

    /// `value["spec", "nodeName"]`: the value at the end of a path of keys.
    package subscript(first: String, second: String, rest: String...) -> JSON {
        get { rest.reduce(self[first][second]) { $0[$1] } }
        set { set(newValue, at: [first, second] + rest) }
    }

    package mutating func set(_ value: JSON, at path: some Collection<String>) {
        guard let key = path.first else { return self = value }
        self[key].set(value, at: path.dropFirst())
    }

    /// Changes the object in place (an empty one when this value is no object).
    package mutating func mutateObject<R>(_ body: (inout JSONObject) throws -> R) rethrows -> R {
        var object = takeObject()
        defer { self = .object(object) }
        return try body(&object)
    }

    /// Changes the array in place (an empty one when this value is no array).
    package mutating func mutateArray<R>(_ body: (inout [JSON]) throws -> R) rethrows -> R {
        var array: [JSON]
        if case .array(let existing) = self { array = existing } else { array = [] }
        self = .null
        defer { self = .array(array) }
        return try body(&array)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// Members whose value is null are left out, so that optional members can be written in place.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject(minimumCapacity: elements.count)
        for (key, value) in elements where !value.isNull { object[key] = value }
        self = .object(object)
    }
}

extension JSON {
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    package init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
    package init(_ value: Bool?) { self = value.map(JSON.bool) ?? .null }
    package init(_ value: [String]) { self = .array(value.map(JSON.string)) }
    /// A map of strings, its keys sorted as every map of the API is written.
    package init(_ value: [String: String]) {
        var object = JSONObject()
        for (key, value) in value.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
        self = .object(object)
    }

    /// The members whose values are strings; empty when this is no object.
    package var stringMap: [String: String] {
        guard let object else { return [:] }
        var result: [String: String] = [:]
        for (key, value) in object { if let value = value.string { result[key] = value } }
        return result
    }

    /// The elements that are strings; empty when this is no array.
    package var strings: [String] { array?.compactMap(\.string) ?? [] }
}
