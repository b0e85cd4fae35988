internal import Document

/// The protobuf form of OpenAPI 2 (`openapi.v2` of gnostic), which clients of Kubernetes ask for before JSON.
/// Each part of the document is turned over on its own, so the whole is never held as a tree.
enum SwaggerProtobuf {
    /// Field numbers of `openapi.v2.Document`.
    enum Document {
        static let swagger = 1
        static let info = 2
        static let paths = 8
        static let definitions = 9
        static let parameters = 10
        static let security = 12
        static let securityDefinitions = 13
    }

    /// `Schema`. Only what these documents use: no numeric bounds, titles or examples beyond those of custom resources' text.
    static func schema(_ json: JSON) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.string(1, json["$ref"].string)
        message.string(2, json["format"].string)
        message.string(3, json["title"].string)
        message.string(4, json["description"].string)
        if !json["default"].isNull { message.message(5, any(json["default"])) }
        message.string(13, json["pattern"].string)
        message.bool(16, json["uniqueItems"].bool)
        for name in json["required"].strings { message.text(19, name) }
        for value in json["enum"].array ?? [] { message.message(20, any(value)) }
        switch json["additionalProperties"] {
        case .null: break
        case .bool(let allowed):
            message.message(21) { item in if allowed { item.bool(2, true) } }
        case let schema: message.message(21) { $0.message(1, self.schema(schema)) }
        }
        if let type = json["type"].string { message.message(22) { $0.text(1, type) } }
        if case .object = json["items"] { message.message(23) { $0.message(1, schema(json["items"])) } }
        for part in json["allOf"].array ?? [] { message.message(24, schema(part)) }
        if let properties = json["properties"].object {
            message.message(25) { list in
                for (name, property) in properties { list.message(1, named(name, schema(property))) }
            }
        }
        appendExtensions(of: json, field: 31, to: &message)
        return message
    }

    /// `PathItem`.
    static func pathItem(_ json: JSON) -> ProtobufMessage {
        let methods = [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("options", 6), ("head", 7), ("patch", 8)]
        var message = ProtobufMessage()
        for (method, field) in methods where !json[method].isNull { message.message(field, operation(json[method])) }
        for item in json["parameters"].array ?? [] { message.message(9, parametersItem(item)) }
        return message
    }

    private static func operation(_ json: JSON) -> ProtobufMessage {
        var message = ProtobufMessage()
        for tag in json["tags"].strings { message.text(1, tag) }
        message.string(3, json["description"].string)
        message.string(5, json["operationId"].string)
        for type in json["produces"].strings { message.text(6, type) }
        for type in json["consumes"].strings { message.text(7, type) }
        for item in json["parameters"].array ?? [] { message.message(8, parametersItem(item)) }
        message.message(9) { responses in
            for (status, response) in json["responses"].object ?? JSONObject() {
                responses.message(1, named(status, oneOf(1, self.response(response))))
            }
        }
        for scheme in json["schemes"].strings { message.text(10, scheme) }
        appendExtensions(of: json, field: 13, to: &message)
        return message
    }

    private static func response(_ json: JSON) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.string(1, json["description"].string)
        if !json["schema"].isNull { message.message(2, oneOf(1, schema(json["schema"]))) }
        return message
    }

    /// A parameter in place, or a reference to one.
    private static func parametersItem(_ json: JSON) -> ProtobufMessage {
        guard let reference = json["$ref"].string else { return oneOf(1, parameter(json)) }
        var message = ProtobufMessage()
        message.text(1, reference)
        return oneOf(2, message)
    }

    /// `Parameter`: in the body, the query or the path.
    static func parameter(_ json: JSON) -> ProtobufMessage {
        var message = ProtobufMessage()
        if json["in"] == "body" {
            message.string(2, json["name"].string)
            message.string(3, "body")
            message.bool(4, json["required"].bool)
            message.message(5, schema(json["schema"]))
            return oneOf(1, message)
        }
        let inQuery = json["in"] == "query"
        message.bool(1, json["required"].bool)
        message.string(2, json["in"].string)
        message.string(4, json["name"].string)
        // A query parameter has one field more before its type (allow_empty_value), which moves the rest up by one.
        message.string(inQuery ? 6 : 5, json["type"].string)
        message.bool(inQuery ? 20 : 19, json["uniqueItems"].bool)
        return oneOf(2, oneOf(inQuery ? 3 : 4, message))
    }

    /// `NamedSchema`, `NamedPathItem` and their kin: a map entry.
    static func named(_ name: String, _ value: ProtobufMessage) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.text(1, name)
        message.message(2, value)
        return message
    }

    private static func oneOf(_ field: Int, _ value: ProtobufMessage) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.message(field, value)
        return message
    }

    /// `Any`: a value as YAML text, of which JSON is a part.
    private static func any(_ value: JSON) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.text(2, value.text)
        return message
    }

    private static func appendExtensions(of json: JSON, field: Int, to message: inout ProtobufMessage) {
        for (key, value) in json.object ?? JSONObject() where key.hasPrefix("x-") { message.message(field, named(key, any(value))) }
    }
}
