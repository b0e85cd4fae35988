import Document
import Testing

@testable import Schema

/// The bytes are those of gnostic's `openapi.v2` messages, worked out by hand from their field numbers.
@Suite struct OpenAPIProtobufTests {
    private func hex(_ message: ProtobufMessage) -> String {
        message.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test func reference() {
        // Schema { _ref = 1 }
        #expect(hex(SwaggerProtobuf.schema(["$ref": "#/a"])) == "0a03232f61")
    }

    @Test func primitiveWithFormat() {
        // Schema { format = 2, type = 22 { value = 1 } }
        #expect(hex(SwaggerProtobuf.schema(["type": "a", "format": "b"])) == "120162" + "b20103" + "0a0161")
    }

    @Test func objectWithProperties() {
        // Schema { required = 19, properties = 25 { additional_properties = 1 { name = 1, value = 2 } }, type = 22 }
        #expect(
            hex(SwaggerProtobuf.schema(["type": "o", "properties": ["p": ["$ref": "r"]], "required": ["p"]]))
                == "9a010170" + "b20103" + "0a016f" + "ca010a" + "0a08" + "0a0170" + "1203" + "0a0172")
    }

    @Test func listsMapsAndExtensions() {
        // items = 23 { schema = 1 }, vendor_extension = 31 { name = 1, value = 2 { yaml = 2 } }
        #expect(
            hex(SwaggerProtobuf.schema(["items": ["$ref": "r"], "x-a": true]))
                == "ba0105" + "0a03" + "0a0172" + "fa010d" + "0a03782d61" + "1206" + "120474727565")
        // additional_properties = 21 { schema = 1 }
        #expect(hex(SwaggerProtobuf.schema(["additionalProperties": ["$ref": "r"]])) == "aa0105" + "0a03" + "0a0172")
        #expect(hex(SwaggerProtobuf.schema(["additionalProperties": true])) == "aa0102" + "1001")
    }

    @Test func parametersDifferByPlace() {
        // Parameter { non_body_parameter = 2 { query_parameter_sub_schema = 3 { in = 2, name = 4, type = 6, unique_items = 20 } } }
        #expect(
            hex(SwaggerProtobuf.parameter(["name": "n", "in": "query", "type": "t", "uniqueItems": true]))
                == "1212" + "1a10" + "12057175657279" + "22016e" + "320174" + "a00101")
        // Parameter { non_body_parameter = 2 { path_parameter_sub_schema = 4 { required = 1, in = 2, name = 4, type = 5 } } }
        #expect(
            hex(SwaggerProtobuf.parameter(["name": "n", "in": "path", "type": "t", "required": true]))
                == "1210" + "220e" + "0801" + "120470617468" + "22016e" + "2a0174")
    }

    @Test func longLengthsTakeSeveralBytes() {
        var message = ProtobufMessage()
        message.text(1, String(repeating: "a", count: 300))
        #expect(Array(message.bytes.prefix(3)) == [0x0a, 0xac, 0x02])
        #expect(message.bytes.count == 303)
    }
}
