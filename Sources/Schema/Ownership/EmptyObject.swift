package import Document

extension TypeSchema {
    /// An object of this type in which nothing is set, as it is written: fields that are always there, with null where a list or
    /// a map has no elements yet. Against it a new object is compared to see what its author set.
    package var emptyObject: JSON {
        var object = JSONObject()
        for field in fields where !field.flags.contains(.omitZero) {
            switch field.type {
            case _ where field.isPointer: if field.isAlwaysWritten { object.append(field.name, .null) }
            case .time, .microTime: object.append(field.name, .null)
            case .object(let type):
                if type.shape == .object {
                    object.append(field.name, type.emptyObject)
                } else if field.isAlwaysWritten {
                    object.append(field.name, .null)
                }
            case _ where !field.isAlwaysWritten: break
            case .string, .quantity: object.append(field.name, field.type.isText ? "" : "0")
            case .bool: object.append(field.name, false)
            case .int32, .int64, .double, .intOrString: object.append(field.name, 0)
            default: object.append(field.name, .null)
            }
        }
        return .object(object)
    }
}

extension FieldType {
    fileprivate var isText: Bool { if case .string = self { true } else { false } }
}
