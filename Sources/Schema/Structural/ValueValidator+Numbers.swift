internal import Document
internal import Resources

/// What a schema says of numbers. Whole numbers are compared as such where the bound can be told as one; a bound that its own type and
/// format cannot hold is told, and holds as it is.
extension ValueValidator {
    mutating func number(_ json: JSON, _ schema: StructuralSchema, _ path: String) {
        guard let value = json.double else { return }
        let (rules, range) = (schema.rules, NumberRange(schema))
        range.check(json, "Checked", path, &errors)
        if let factor = rules.multipleOf {
            multiple(json, value, of: factor, asWhole: range.check(.double(factor), "MultipleOf", path, &errors), path)
        }
        let whole: Int64? = if case .int(let number) = json { number } else { nil }
        if let least = rules.minimum {
            let isOwn = range.check(.double(least), "Minimum boundary", path, &errors)
            let what = rules.exclusiveMinimum ? "should be greater than " : "should be greater than or equal to "
            if isOwn, let whole, let bound = least.truncated {
                if rules.exclusiveMinimum ? whole <= bound : whole < bound { invalid(path, json, what + String(bound)) }
            } else if rules.exclusiveMinimum ? value <= least : value < least {
                invalid(path, json, what + least.goText)
            }
        }
        if let limit = rules.maximum {
            let isOwn = range.check(.double(limit), "Maximum boundary", path, &errors)
            let what = rules.exclusiveMaximum ? "should be less than " : "should be less than or equal to "
            if isOwn, let whole, let bound = limit.truncated {
                if rules.exclusiveMaximum ? whole >= bound : whole > bound { invalid(path, json, what + String(bound)) }
            } else if rules.exclusiveMaximum ? value >= limit : value > limit {
                invalid(path, json, what + limit.goText)
            }
        }
    }

    private mutating func multiple(_ json: JSON, _ value: Double, of factor: Double, asWhole: Bool, _ path: String) {
        func mustBePositive(_ factor: String) -> FieldError {
            .invalid(Self.field(path), json, "factor MultipleOf declared for \(path) must be positive: \(factor)")
        }
        if asWhole, case .int(let number) = json, let factor = factor.truncated {
            if factor <= 0 { return errors.append(mustBePositive(String(factor))) }
            if number % factor != 0 { invalid(path, json, "should be a multiple of \(factor)") }
            return
        }
        if factor <= 0 { return errors.append(mustBePositive(factor.goText)) }
        let quotient = factor < 1 ? 1 / factor * value : value / factor
        if !quotient.isSafeInteger { invalid(path, json, "should be a multiple of \(factor.goText)") }
    }
}

/// The numbers that a schema's type and format can hold.
private struct NumberRange {
    private let type: String
    private let format: String

    init(_ schema: StructuralSchema) {
        type = schema.type == "integer" ? "integer" : "number"
        let format = schema.rules.format
        switch schema.type {
        case "integer": self.format = format == "int32" || format == "int64" ? format : ""
        case "number": self.format = format == "float" || format == "double" ? format : ""
        default: self.format = ""
        }
    }

    /// Whether the number can be held.
    /// - Parameter what: what the number is, for the message.
    @discardableResult
    func check(_ number: JSON, _ what: String, _ path: String, _ errors: inout [FieldError]) -> Bool {
        if holds(number) { return true }
        let form = format.isEmpty ? "(default format)" : "with format \(format)"
        // Told of the object as a whole, as upstream does.
        errors.append(.invalid("<nil>", "", "\(what) value must be of type \(type) \(form) in \(path)"))
        return false
    }

    private func holds(_ number: JSON) -> Bool {
        if type == "integer" {
            let whole: Int64? = if case .int(let value) = number { value } else { number.double.flatMap { Int64(exactly: $0) } }
            guard let whole else { return false }
            return format != "int32" || Int32(exactly: whole) != nil
        }
        guard format == "float", let value = number.double else { return true }
        return Float(value).isFinite
    }
}

extension Double {
    /// Whether this is a whole number that doubles tell from its neighbours.
    var isSafeInteger: Bool { magnitude <= 9_007_199_254_740_991 && self == rounded() }

    /// Without its fraction; nil where no integer is so large.
    fileprivate var truncated: Int64? { Int64(exactly: rounded(.towardZero)) }

    /// The number as Go's `%v` prints it: whole numbers without a fraction, an exponent from a million on.
    var goText: String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Inf" : "+Inf" }
        if self == 0 { return "0" }
        let (digits, exponent) = magnitude.shortestDigits
        let sign = self < 0 ? "-" : ""
        if exponent < -4 || exponent >= 6 {
            let fraction = digits.dropFirst()
            let power = (exponent < 0 ? "-" : "+") + (Swift.abs(exponent) < 10 ? "0" : "") + String(Swift.abs(exponent))
            return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e" + power
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 { return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The fewest digits that name this number, and the power of ten of the first.
    private var shortestDigits: (String, Int) {
        let text = "\(self)"
        let parts = text.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = String(parts[0])
        let whole = mantissa.prefix { $0 != "." }
        let fraction = mantissa.dropFirst(whole.count + 1)
        var digits = Substring(whole + fraction)
        exponent += whole.count - 1
        while digits.first == "0", digits.count > 1 {
            digits = digits.dropFirst()
            exponent -= 1
        }
        while digits.last == "0", digits.count > 1 { digits = digits.dropLast() }
        return (String(digits), exponent)
    }
}
