/// RFC 6902: a list of operations on a document; all of them happen or none.
package enum JSONPatch {
    /// Operations in one patch; upstream's API server has the same limit.
    package static let maximumOperations = 10_000

    /// Bytes, roughly, that all copies of one patch may come to: copies of copies grow without bound. Upstream: 3 MiB.
    package static let maximumCopiedBytes = 3 << 20

    package enum Failure: Error, Sendable, CustomStringConvertible {
        /// The patch itself is no patch (a 400).
        case malformed(String)
        /// The patch does not fit the document (a 422).
        case inapplicable(String)

        package var description: String {
            switch self {
            case .malformed(let message), .inapplicable(let message): message
            }
        }
    }

    package static func apply(_ patch: JSON, to document: JSON) throws(Failure) -> JSON {
        if patch.isNull { return document }
        guard let operations = patch.array else { throw .malformed("a JSON patch is an array of operations") }
        guard operations.count <= maximumOperations else {
            throw .malformed("The allowed maximum operations in a JSON patch is \(maximumOperations), got \(operations.count)")
        }
        var result = document
        var copied = 0
        for operation in operations { try apply(operation, &result, &copied) }
        return result
    }

    private static func apply(_ operation: JSON, _ document: inout JSON, _ copied: inout Int) throws(Failure) {
        guard let name = operation["op"].string else { throw .malformed("an operation of a JSON patch needs an \"op\"") }
        let path = try pointer(operation, "path")
        switch name {
        case "add": try add(try value(operation), path, &document)
        case "remove": _ = try remove(path, name, &document)
        case "replace":
            let new = try value(operation)
            try checkDepth(new, at: path)
            if path.tokens.isEmpty {
                document = new
            } else {
                // A member that is not there yet is set: upstream's library takes it so, though not the RFC.
                guard find(path, document) != nil || isMember(path, document) else { throw missing(name, path) }
                _ = try edit(path.tokens[...], &document, name, path) { parent, token in set(new, token, &parent) }
            }
        case "move":
            let from = try pointer(operation, "from")
            guard !path.isInside(from) || path.tokens == from.tokens else { throw .inapplicable("a value cannot be moved into itself") }
            try add(try remove(from, name, &document), path, &document)
        case "copy":
            let from = try pointer(operation, "from")
            guard let value = find(from, document) else { throw missing(name, from) }
            copied += weight(value, limit: maximumCopiedBytes + 1 - copied)
            guard copied <= maximumCopiedBytes else {
                throw .inapplicable(
                    "Unable to copy, the accumulated size increase of copy is over the limit \(maximumCopiedBytes)")
            }
            try add(value, path, &document)
        case "test":
            let expected = operation["value"]
            guard (find(path, document) ?? .null) == expected else {
                throw .inapplicable("testing path \(path) failed: test failed")
            }
        default: throw .inapplicable("Unexpected kind: \(name)")
        }
    }

    private static func value(_ operation: JSON) throws(Failure) -> JSON {
        guard let value = operation.object?["value"] else { throw .malformed("an operation of a JSON patch needs a \"value\"") }
        return value
    }

    /// A document that a patch made must be one that could be read: values within values end somewhere.
    private static func checkDepth(_ value: JSON, at path: JSONPointer) throws(Failure) {
        guard path.tokens.count + depth(value) <= JSON.maximumDepth else {
            throw .inapplicable("the value at \(path.tokens.count) levels would be nested deeper than \(JSON.maximumDepth) levels")
        }
    }

    private static func depth(_ value: JSON) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.lazy.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.lazy.map { depth($0.value) }.max() ?? 0)
        default: 0
        }
    }

    /// Bytes that a value comes to in text, roughly; no more is looked at than `limit` asks for.
    private static func weight(_ value: JSON, limit: Int) -> Int {
        var sum = 4
        switch value {
        case .string(let text): sum += text.utf8.count
        case .array(let elements):
            for element in elements where sum < limit { sum += weight(element, limit: limit - sum) }
        case .object(let object):
            for member in object where sum < limit { sum += member.key.utf8.count + 4 + weight(member.value, limit: limit - sum) }
        default: break
        }
        return sum
    }

    private static func pointer(_ operation: JSON, _ key: String) throws(Failure) -> JSONPointer {
        guard let text = operation[key].string, let pointer = JSONPointer(text) else {
            throw .inapplicable("an operation of a JSON patch needs a \"\(key)\" that is a JSON pointer")
        }
        return pointer
    }

    private static func missing(_ operation: String, _ path: JSONPointer) -> Failure {
        .inapplicable("\(operation) operation does not apply: doc is missing path: \(path): missing value")
    }

    /// Whether a path ends at a member of an object, there or not.
    private static func isMember(_ path: JSONPointer, _ document: JSON) -> Bool {
        var parent = document
        for token in path.tokens.dropLast() {
            switch parent {
            case .object(let object): parent = object[token] ?? .null
            case .array(let array): parent = arrayIndex(token, count: array.count).map { array[$0] } ?? .null
            default: return false
            }
        }
        return parent.object != nil
    }

    private static func find(_ path: JSONPointer, _ document: JSON) -> JSON? {
        var value = document
        for token in path.tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let array):
                guard let index = arrayIndex(token, count: array.count) else { return nil }
                value = array[index]
            default: return nil
            }
        }
        return value
    }

    /// An index without leading zeros below `count`; negative ones are refused as RFC 6901 says.
    private static func arrayIndex(_ token: String, count: Int) -> Int? {
        guard token == "0" || !token.hasPrefix("0"), token.allSatisfy({ $0.isASCII && $0.isNumber }), let index = Int(token), index < count
        else {
            return nil
        }
        return index
    }

    private static func add(_ value: JSON, _ path: JSONPointer, _ document: inout JSON) throws(Failure) {
        try checkDepth(value, at: path)
        guard !path.tokens.isEmpty else { return document = value }
        let done = try edit(path.tokens[...], &document, "add", path) { parent, token in
            guard case .array(var array) = parent else { return set(value, token, &parent) }
            parent = .null
            defer { parent = .array(array) }
            guard let index = token == "-" ? array.count : arrayIndex(token, count: array.count + 1) else { return false }
            array.insert(value, at: index)
            return true
        }
        if !done { throw missing("add", path) }
    }

    private static func remove(_ path: JSONPointer, _ name: String, _ document: inout JSON) throws(Failure) -> JSON {
        guard let removed = find(path, document), !path.tokens.isEmpty else { throw missing(name, path) }
        _ = try edit(path.tokens[...], &document, name, path) { parent, token in
            switch parent {
            case .object(var object):
                parent = .null
                object.removeValue(forKey: token)
                parent = .object(object)
            case .array(var array):
                guard let index = arrayIndex(token, count: array.count) else { return false }
                parent = .null
                array.remove(at: index)
                parent = .array(array)
            default: return false
            }
            return true
        }
        return removed
    }

    private static func set(_ value: JSON, _ token: String, _ parent: inout JSON) -> Bool {
        switch parent {
        case .object(var object):
            parent = .null
            object[token] = value
            parent = .object(object)
        case .array(var array):
            guard let index = arrayIndex(token, count: array.count) else { return false }
            parent = .null
            array[index] = value
            parent = .array(array)
        default: return false
        }
        return true
    }

    /// Walks to the parent of the last token and changes it there.
    private static func edit(
        _ tokens: ArraySlice<String>, _ value: inout JSON, _ name: String, _ path: JSONPointer, _ change: (inout JSON, String) -> Bool
    ) throws(Failure) -> Bool {
        guard let token = tokens.first else { return false }
        if tokens.count == 1 { return change(&value, token) }
        switch value {
        case .object(var object):
            guard var member = object[token] else { throw missing(name, path) }
            value = .null
            object[token] = .null
            defer { value = .object(object) }
            let done = try edit(tokens.dropFirst(), &member, name, path, change)
            object[token] = member
            return done
        case .array(var array):
            guard let index = arrayIndex(token, count: array.count) else { throw missing(name, path) }
            value = .null
            defer { value = .array(array) }
            return try edit(tokens.dropFirst(), &array[index], name, path, change)
        default: throw missing(name, path)
        }
    }
}
