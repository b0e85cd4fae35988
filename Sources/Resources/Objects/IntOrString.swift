package import Document

/// A number or a string: ports by number or name, amounts absolute or in percent (util/intstr).
package enum IntOrString: Sendable, Hashable, FieldValue {
    case int(Int)
    case string(String)

    package init?(field: JSON) {
        if let value = field.int {
            self = .int(value)
        } else if let value = field.string {
            self = .string(value)
        } else {
            return nil
        }
    }
    package var field: JSON {
        switch self {
        case .int(let value): .int(Int64(value))
        case .string(let value): .string(value)
        }
    }
    package static var zero: IntOrString { .int(0) }

    package var int: Int? { if case .int(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The amount that this number or percentage is of `total`; nil when the string is no percentage.
    package func scaled(total: Int, roundUp: Bool) -> Int? {
        switch self {
        case .int(let value): return value
        case .string(let text):
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()) else { return nil }
            let (product, overflow) = percent.multipliedReportingOverflow(by: total)
            if overflow { return nil }
            return roundUp ? (product + 99) / 100 : product / 100
        }
    }
}

extension IntOrString: CustomStringConvertible {
    package var description: String {
        switch self {
        case .int(let value): String(value)
        case .string(let value): value
        }
    }
}
