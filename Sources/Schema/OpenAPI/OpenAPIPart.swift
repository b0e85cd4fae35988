internal import Document

/// What some of the kinds add to the OpenAPI 2 document, in one of its forms: entries that stand behind those of other parts as they are.
/// A part is made once for as long as its kinds stay the same.
struct OpenAPIPart: Sendable {
    /// Members of `paths` and of `definitions`, or in protobuf the elements of their lists.
    let paths: [UInt8]
    let definitions: [UInt8]
    /// Of the definitions.
    let names: Set<String>
    /// Of paths and definitions.
    let fingerprint: String

    init(paths: [UInt8], definitions: [UInt8], names: Set<String>) {
        self.paths = paths
        self.definitions = definitions
        self.names = names
        fingerprint = SHA256.hex(paths) + SHA256.hex(definitions)
    }

    /// Takes in path items and definitions one by one, in the form they are wanted in.
    struct Writer {
        private let format: OpenAPIFormat
        private var json = (paths: JSONDocumentWriter(capacity: 0), definitions: JSONDocumentWriter(capacity: 0))
        private var protobuf = (paths: ProtobufMessage(), definitions: ProtobufMessage())
        private var names: Set<String> = []

        init(_ format: OpenAPIFormat) { self.format = format }

        mutating func path(_ path: String, _ item: JSON) {
            switch format {
            case .json: json.paths.member(path, item)
            case .protobuf: protobuf.paths.message(2, SwaggerProtobuf.named(path, SwaggerProtobuf.pathItem(item)))
            }
        }

        mutating func definition(_ name: String, _ definition: JSON) {
            names.insert(name)
            switch format {
            case .json: json.definitions.member(name, definition)
            case .protobuf: protobuf.definitions.message(1, SwaggerProtobuf.named(name, SwaggerProtobuf.schema(definition)))
            }
        }

        var part: OpenAPIPart {
            switch format {
            case .json: OpenAPIPart(paths: json.paths.bytes, definitions: json.definitions.bytes, names: names)
            case .protobuf: OpenAPIPart(paths: protobuf.paths.bytes, definitions: protobuf.definitions.bytes, names: names)
            }
        }
    }
}
