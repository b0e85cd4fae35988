package import Document
package import Resources

/// Writes JSON documents of built-in kinds as protobuf, byte for byte as upstream does: fields in the order of their numbers,
/// maps in the order of their keys, zero values of fields that cannot be absent.
package struct ProtobufEncoder: Sendable {
    private let layout: ProtobufLayout

    package init(_ layout: ProtobufLayout = .builtin) { self.layout = layout }

    /// A document in its envelope.
    /// - Throws: when its kind has no protobuf form, or a value does not fit its field.
    package func encode(_ document: JSON) throws(ProtobufError) -> [UInt8] {
        let kind = GroupVersionKind(apiVersion: document["apiVersion"].string ?? "", kind: document["kind"].string ?? "")
        guard case .object(let object) = document else { throw ProtobufError("the document is no object") }
        let index = try message(of: kind)
        return try ProtobufEnvelope.write(kind.apiVersion, kind.kind) { writer throws(ProtobufError) in
            try write(index, object, to: &writer)
        }
    }

    /// A list in its envelope, its items taken one by one.
    /// - Parameters:
    ///   - kind: that of the list.
    ///   - metadata: the list's own.
    package func encodeList(
        _ kind: GroupVersionKind, metadata: JSON, count: Int, item: (Int) throws(ProtobufError) -> JSON
    ) throws(ProtobufError) -> [UInt8] {
        let list = layout.messages[try message(of: kind)]
        guard let first = list.fields.first, let last = list.fields.last, last.name == "items", case .message(let index) = last.value else {
            throw ProtobufError("\(kind.kind) is no list")
        }
        return try ProtobufEnvelope.write(kind.apiVersion, kind.kind) { writer throws(ProtobufError) in
            try write(first, metadata, to: &writer)
            for position in 0..<count {
                let object = try item(position).object ?? JSONObject()
                try writer.message(last.number) { writer throws(ProtobufError) in try write(index, object, to: &writer) }
            }
        }
    }

    /// One event of a watch stream: four bytes of length, then type and object; the object stands in its envelope.
    package static func frame(_ type: String, _ object: [UInt8]) throws(ProtobufError) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.text(1, type)
        try writer.message(2) { writer in writer.bytes(1, object) }
        guard let length = UInt32(exactly: writer.bytes.count) else { throw ProtobufError("the event is too large") }
        return [UInt8(length >> 24), UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)] + writer.bytes
    }

    private func message(of kind: GroupVersionKind) throws(ProtobufError) -> Int {
        guard let index = layout.message(of: kind) else {
            throw ProtobufError("no kind \(kind.kind.goQuoted) is registered for version \(kind.apiVersion.goQuoted)")
        }
        return index
    }

    // MARK: Fields

    private func write(_ index: Int, _ object: JSONObject, to writer: inout ProtobufWriter) throws(ProtobufError) {
        for field in layout.messages[index].fields {
            if case .inlined(let inner) = field.value {
                try writer.message(field.number) { writer throws(ProtobufError) in try write(inner, object, to: &writer) }
            } else {
                try write(field, object[field.name] ?? .null, to: &writer)
            }
        }
    }

    private func write(_ field: ProtobufLayout.Field, _ json: JSON, to writer: inout ProtobufWriter) throws(ProtobufError) {
        switch field.form {
        case .single:
            if !json.isNull { return try write(field.value, field.number, json, field, to: &writer) }
            if !field.isPointer { try writeZero(field.value, field.number, to: &writer) }
        case .list:
            if json.isNull { return }
            guard case .array(let elements) = json else { throw mismatch(json, field) }
            for element in elements { try write(field.value, field.number, element, field, to: &writer) }
        case .map:
            if json.isNull { return }
            guard case .object(let object) = json else { throw mismatch(json, field) }
            for (key, value) in object.sorted(by: { $0.key < $1.key }) {
                try writer.message(field.number) { writer throws(ProtobufError) in
                    writer.text(1, key)
                    try write(field.value, 2, value, field, to: &writer)
                }
            }
        }
    }

    /// What stands for a value that is absent in JSON but cannot be so in protobuf.
    private func writeZero(_ value: ProtobufLayout.Value, _ number: Int, to writer: inout ProtobufWriter) throws(ProtobufError) {
        switch value {
        case .string: writer.text(number, "")
        case .bool, .int32, .int64: writer.integer(number, 0)
        case .double: writer.fixed64(number, 0)
        case .bytes: break
        case .quantity: try ProtobufScalars.write(quantity: "0", number, to: &writer)
        case .intOrString: try ProtobufScalars.write(intOrString: 0, number, to: &writer)
        case .time, .microTime, .raw, .items, .alternative: try writer.message(number) { _ in }
        case .message(let index), .inlined(let index):
            try writer.message(number) { writer throws(ProtobufError) in try write(index, JSONObject(), to: &writer) }
        }
    }

    private func write(
        _ value: ProtobufLayout.Value, _ number: Int, _ json: JSON, _ field: ProtobufLayout.Field, to writer: inout ProtobufWriter
    ) throws(ProtobufError) {
        if json.isNull { return try writeZero(value, number, to: &writer) }
        switch value {
        case .string:
            guard case .string(let text) = json else { throw mismatch(json, field) }
            writer.text(number, text)
        case .bool:
            guard case .bool(let flag) = json else { throw mismatch(json, field) }
            writer.integer(number, flag ? 1 : 0)
        case .int32, .int64:
            guard let integer = json.int else { throw mismatch(json, field) }
            writer.integer(number, Int64(integer))
        case .double:
            guard let double = json.double else { throw mismatch(json, field) }
            writer.fixed64(number, double.bitPattern)
        case .bytes:
            guard case .string(let text) = json else { throw mismatch(json, field) }
            writer.bytes(number, try ProtobufBase64.decode(text))
        case .quantity: try ProtobufScalars.write(quantity: json, number, to: &writer)
        case .intOrString: try ProtobufScalars.write(intOrString: json, number, to: &writer)
        case .time: try ProtobufScalars.write(time: json, micro: false, number, to: &writer)
        case .microTime: try ProtobufScalars.write(time: json, micro: true, number, to: &writer)
        case .raw: try writer.message(number) { writer in writer.bytes(1, json.encoded()) }
        case .message(let index), .inlined(let index):
            guard case .object(let object) = json else { throw mismatch(json, field) }
            try writer.message(number) { writer throws(ProtobufError) in try write(index, object, to: &writer) }
        case .items(let element):
            guard case .array(let elements) = json else { throw mismatch(json, field) }
            try writer.message(number) { writer throws(ProtobufError) in
                for json in elements { try write(element, 1, json, field, to: &writer) }
            }
        case .alternative(let alternative, let schema):
            try writer.message(number) { writer throws(ProtobufError) in
                try write(alternative, schema, json, field, to: &writer)
            }
        }
    }

    private func write(
        _ alternative: ProtobufLayout.Alternative, _ schema: Int, _ json: JSON, _ field: ProtobufLayout.Field,
        to writer: inout ProtobufWriter
    ) throws(ProtobufError) {
        func write(schema object: JSONObject, _ number: Int, to writer: inout ProtobufWriter) throws(ProtobufError) {
            try writer.message(number) { writer throws(ProtobufError) in try self.write(schema, object, to: &writer) }
        }
        switch (alternative, json) {
        case (.bool, .bool(let allows)): writer.integer(1, allows ? 1 : 0)
        case (.bool, .object(let object)):
            writer.integer(1, 1)
            try write(schema: object, 2, to: &writer)
        case (.array, .object(let object)), (.strings, .object(let object)): try write(schema: object, 1, to: &writer)
        case (.array, .array(let elements)):
            for element in elements { try write(schema: element.object ?? JSONObject(), 2, to: &writer) }
        case (.strings, .array(let elements)):
            for element in elements { writer.text(2, element.string ?? "") }
        default: throw mismatch(json, field)
        }
    }

    private func mismatch(_ json: JSON, _ field: ProtobufLayout.Field) -> ProtobufError {
        ProtobufError("the value of \(field.name) does not fit its type: \(json.text.prefix(100))")
    }
}
