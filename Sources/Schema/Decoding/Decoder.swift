package import Document

/// Reads a JSON tree as an object of a type, in place and in one pass: unknown fields are dropped and named, nulls and empty
/// optional values are left out, fields that are always written are filled in, quantities and times take their canonical form.
/// The result is what upstream's server would write after reading the same bytes.
///
/// Paths are put together only when there is something to report, on the way back out of the recursion, so that the common
/// case allocates nothing.
package struct Decoder {
    /// Unknown fields found, in document order; the path as in `spec.containers[0].foo`.
    package private(set) var unknownFields: [String] = []
    /// The first value that does not fit its field; decoding stops there.
    package private(set) var failure: DecodingFailure?

    /// More unknown fields than these are not listed (upstream's limit).
    private static let unknownFieldLimit = 100

    package init() {}

    /// Decodes a whole object. Throws on the first value of a wrong type.
    /// - Parameter known: an object that has been decoded before; what `json` has in common with it, by identity, is left alone.
    package mutating func decode(_ json: inout JSON, as type: TypeSchema, beside known: JSON = .null) throws(DecodingFailure) {
        object(&json, type, known)
        if let failure { throw failure }
    }

    /// True for fields that a decoded object always carries: scalars that are never left out, plain structs, and times, lists and
    /// pointers that are null when nobody set them (`lastProbeTime: null`).
    static func fillsAbsent(_ field: FieldSchema) -> Bool {
        if field.flags.contains(.omitZero) { return false }
        if field.isPointer { return field.isAlwaysWritten }
        switch field.type {
        case .object(let type): return type.shape == .object
        case .time, .microTime: return true
        case .string, .bool, .int32, .int64, .double, .quantity, .intOrString, .list, .map, .bytes: return field.isAlwaysWritten
        default: return false
        }
    }

    /// Gives an object that the server itself made the fields that every object of the type carries.
    package static func complete(_ json: inout JSON, type: TypeSchema) {
        guard case .object(var object) = json else { return }
        json = .null
        for index in type.filled where !object.contains(type.fields[index].name) { fill(&object, type.fields[index]) }
        json = .object(object)
    }

    private mutating func object(_ json: inout JSON, _ type: TypeSchema, _ known: JSON) {
        if json.isIdentical(to: known) { return }
        if type.shape == .any {
            if let alternative = type.alternative { self.alternative(&json, alternative) }
            return
        }
        // What nobody looks into may be anything; the kind's own rules ask for an object where it has to be one.
        if type.isOpaque { return }
        guard case .object(var object) = json else { return fail(json, type.versionedName) }
        if type.shape == .open { return }
        json = .null  // so that `object` holds the only reference while it is changed in place
        members(&object, type, known.object)
        json = .object(object)
    }

    /// A value that is an object or something simpler. Upstream reads it apart from what it stands in: unknown fields go unsaid, and what
    /// does not fit is told without the way that leads here.
    private mutating func alternative(_ json: inout JSON, _ alternative: TypeSchema.Alternative) {
        guard let type = alternative.type else { return }
        var decoder = Decoder()
        switch (json, alternative.form) {
        case (.object, _): decoder.object(&json, type, .null)
        case (.bool, .bool): return
        case (_, .bool): decoder.failure = DecodingFailure(message: "boolean or JSON schema expected")
        case (.array, .list): decoder.list(&json, .object(type), nil, .null)
        case (.array, .strings): decoder.list(&json, .string, nil, .null)
        default: json = .null
        }
        if let inner = decoder.failure { failure = DecodingFailure(message: inner.description) }
    }

    private mutating func members(_ object: inout JSONObject, _ type: TypeSchema, _ known: JSONObject?) {
        let fields = type.fields
        var drops = false
        for position in 0..<object.count {
            let before = known?.value(object[position: position].key, near: position) ?? .null
            if object[position: position].value.isIdentical(to: before) { continue }
            guard let index = type.index.position(of: object[position: position].key, in: fields) else {
                report(unknown: object[position: position].key)
                object[position: position].value = .null
                drops = true
                continue
            }
            let kept = member(&object[position: position].value, fields[index], before)
            if failure != nil {
                failure?.pass(field: fields[index].name, of: type)
                return
            }
            if !kept {
                object[position: position].value = .null
                drops = true
            }
        }
        if drops { object.removeAll { $0.value.isNull } }
        for index in type.filled where !object.contains(fields[index].name) { fill(&object, fields[index]) }
    }

    /// Decodes one member; false when it is to be left out.
    private mutating func member(_ json: inout JSON, _ field: FieldSchema, _ known: JSON) -> Bool {
        if json.isNull { return false }
        let unknown = unknownFields.count
        value(&json, field.type, field.goType, known)
        if unknownFields.count > unknown { prefix(from: unknown, field.name) }
        if field.isPointer || field.isAlwaysWritten { return true }
        if case .object(let type) = field.type, type.isOpaque { return true }
        switch json {
        case .object(let object):
            if !object.isEmpty { return true }
            // An empty struct is written, an empty map is not.
            if case .object(let type) = field.type { return type.shape != .object || !field.flags.contains(.omitZero) }
            return false
        case .null: return false
        default: return !json.isEmptyValue
        }
    }

    private mutating func value(_ json: inout JSON, _ type: FieldType, _ goType: String?, _ known: JSON) {
        switch type {
        case .string:
            guard case .string = json else { return fail(json, goType ?? "string") }
        case .bool:
            guard case .bool = json else { return fail(json, goType ?? "bool") }
        case .int32, .int64: integer(&json, type, goType)
        case .double:
            guard json.double != nil else { return fail(json, goType ?? "float64") }
        case .quantity: report(ScalarDecoding.quantity(&json))
        case .intOrString:
            if case .string = json { return }
            integer(&json, .int32, nil)
        case .time: time(&json, micro: false)
        case .microTime: time(&json, micro: true)
        case .bytes:
            if case .array(let array) = json { return bytes(array, &json) }
            guard case .string(let text) = json else { return fail(json, "[]uint8") }
            report(ScalarDecoding.base64Problem(text))
        case .any: return
        case .object(let type): object(&json, type, known)
        case .list(let element): list(&json, element, goType, known)
        case .map(let element): map(&json, element, goType)
        }
    }

    /// Bytes may be written as a list of numbers, too.
    private mutating func bytes(_ array: [JSON], _ json: inout JSON) {
        var bytes: [UInt8] = []
        for element in array {
            switch element {
            case .null: bytes.append(0)
            case .int(let number):
                guard let byte = UInt8(exactly: number) else { return fail("number \(number)", "uint8") }
                bytes.append(byte)
            case .double: return fail("number " + element.text, "uint8")
            default: return fail(element, "uint8")
            }
        }
        json = .string(ProtobufBase64.encode(bytes[...]))
    }

    private mutating func integer(_ json: inout JSON, _ type: FieldType, _ goType: String?) {
        guard case .int(let number) = json else {
            if case .double = json { return fail("number " + json.text, goType ?? type.goName) }
            return fail(json, goType ?? type.goName)
        }
        if case .int32 = type, Int32(exactly: number) == nil { fail("number \(number)", goType ?? "int32") }
    }

    private mutating func time(_ json: inout JSON, micro: Bool) {
        guard case .string(let text) = json else {
            failure = DecodingFailure(message: "json: cannot unmarshal \(DecodingFailure.noun(json)) into Go value of type string")
            return
        }
        switch ScalarDecoding.time(text, micro: micro) {
        case .success(let canonical): if let canonical { json = .string(canonical) }
        case .failure(let problem): failure = problem
        }
    }

    private mutating func list(_ json: inout JSON, _ element: FieldType, _ goType: String?, _ known: JSON) {
        guard case .array(var array) = json else {
            return fail(json, goType.map { "[]" + $0 } ?? FieldType.list(element).goName)
        }
        json = .null
        for position in array.indices {
            if array[position].isNull {
                array[position] = Self.zero(of: element)
                continue
            }
            let unknown = unknownFields.count
            value(&array[position], element, goType, known[position])
            if unknownFields.count > unknown { prefix(from: unknown, "[\(position)]") }
            if failure != nil { return }
        }
        json = .array(array)
    }

    private mutating func map(_ json: inout JSON, _ element: FieldType, _ goType: String?) {
        guard case .object(var object) = json else { return fail(json, goType ?? FieldType.map(element).goName) }
        json = .null
        for position in 0..<object.count {
            if object[position: position].value.isNull {
                object[position: position].value = Self.zero(of: element)
                continue
            }
            let unknown = unknownFields.count
            value(&object[position: position].value, element, nil, .null)
            if unknownFields.count > unknown { prefix(from: unknown, object[position: position].key) }
            if failure != nil { return }
        }
        json = .object(object)
    }

    /// What a null in a list or a map stands for.
    private static func zero(of type: FieldType) -> JSON {
        switch type {
        case .string, .bytes: return ""
        case .bool: return false
        case .int32, .int64, .double, .intOrString: return 0
        case .quantity: return "0"
        case .object(let type) where type.shape == .any || type.isOpaque: return .null
        case .object(let type):
            var object = JSONObject()
            for index in type.filled { fill(&object, type.fields[index]) }
            return .object(object)
        case .list: return .array([])
        case .map: return .object(JSONObject())
        case .time, .microTime, .any: return .null
        }
    }

    private static func fill(_ object: inout JSONObject, _ field: FieldSchema) {
        switch field.type {
        case _ where field.isPointer: object.append(field.name, .null)
        case .list, .map, .bytes, .time, .microTime: object.append(field.name, .null)
        default: object.append(field.name, zero(of: field.type))
        }
    }
    private func fill(_ object: inout JSONObject, _ field: FieldSchema) { Self.fill(&object, field) }

    private mutating func report(unknown key: String) {
        if unknownFields.count < Self.unknownFieldLimit { unknownFields.append(key) }
    }

    private mutating func report(_ problem: String?) {
        if let problem { failure = DecodingFailure(message: problem) }
    }

    /// Puts a step of the path before everything found below it.
    private mutating func prefix(from start: Int, _ step: String) {
        for index in start..<unknownFields.count {
            let rest = unknownFields[index]
            unknownFields[index] = rest.utf8.first == UInt8(ascii: "[") ? step + rest : step + "." + rest
        }
    }

    private mutating func fail(_ json: JSON, _ type: String) { fail(DecodingFailure.noun(json), type) }
    private mutating func fail(_ noun: String, _ type: String) { failure = DecodingFailure(noun: noun, type: type) }
}

extension FieldType {
    /// The type as Go prints it, for error messages.
    package var goName: String {
        switch self {
        case .string: "string"
        case .bool: "bool"
        case .int32: "int32"
        case .int64: "int64"
        case .double: "float64"
        case .quantity: "resource.Quantity"
        case .intOrString: "intstr.IntOrString"
        case .time: "v1.Time"
        case .microTime: "v1.MicroTime"
        case .bytes: "[]uint8"
        case .any: "interface {}"
        case .object(let type): type.versionedName
        case .list(let element): "[]" + element.goName
        case .map(let element): "map[string]" + element.goName
        }
    }
}
