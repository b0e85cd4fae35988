enum Decoder {
    /// True for fields that a decoded object always carries: scalars that are never left out, and plain structs.
    static func fillsAbsent(_ field: FieldSchema) -> Bool {
        if field.isPointer || field.flags.contains(.omitZero) { return false }
        switch field.type {
        case .object(let type): return type.shape == .object
        case .string, .bool, .int32, .int64, .double, .quantity, .intOrString: return field.isAlwaysWritten
        default: return false
        }
    }
}
