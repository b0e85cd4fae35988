extension Quantity {
    package enum ParseError: Error, Sendable, CustomStringConvertible {
        case format, number, suffix

        package var description: String {
            switch self {
            case .format:
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            case .number: "unable to parse numeric part of quantity"
            case .suffix: "unable to parse quantity's suffix"
            }
        }
    }

    /// Reads any of the three forms. Amounts below one billionth become one billionth.
    package init(_ text: String) throws(ParseError) {
        let parts = try Parts(text)
        guard let suffix = Suffix(parts.suffix) else { throw .suffix }
        let digits = parts.whole + parts.fraction
        guard let number = Self.number(digits) else { throw .number }
        var mantissa = parts.negative ? 0 - number : number
        var exponent = -parts.fraction.count
        var format = suffix.format
        switch suffix.base {
        case .ten(let power): exponent += power
        case .two(let power):
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(1) << Int128(power))
            if overflow { throw .number }
            mantissa = product
            // Binary amounts are capped where upstream caps them.
            let cap = Int128(Int64.max)
            if exponent == 0 { mantissa = min(max(mantissa, 0 - cap), cap) }
        }
        if exponent < Self.finestExponent, let coarse = Self.rescale(mantissa, from: exponent, to: Self.finestExponent) {
            (mantissa, exponent) = (coarse.value, Self.finestExponent)
        }
        if mantissa == 0 { exponent = 0 }
        let result = Quantity(mantissa: mantissa, exponent: exponent, format: format)
        if format == .binarySI, exponent < 0, abs(result.approximateDouble) < 1 { format = .decimalSI }
        self.init(
            mantissa: mantissa, exponent: exponent, format: format,
            original: Self.keepsText(parts, suffix, digits: digits, number: number) ? text : nil)
    }

    private static func number(_ digits: [UInt8]) -> Int128? {
        var value: Int128 = 0
        for digit in digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            let (sum, carried) = product.addingReportingOverflow(Int128(digit - UInt8(ascii: "0")))
            if carried { return nil }
            value = sum
        }
        return value
    }

    /// Upstream keeps the text of short numbers that need no shortening, such as `1.500`, as they were written.
    private static func keepsText(_ parts: Parts, _ suffix: Suffix, digits: [UInt8], number: Int128) -> Bool {
        switch suffix.base {
        case .ten(let power):
            let scale = power - parts.fraction.count
            return digits.count <= 18 && scale >= finestExponent && scale % 3 == 0 && digits.first != UInt8(ascii: "0")
                && !digits.suffix(3).elementsEqual("000".utf8)
        case .two(let power):
            return parts.fraction.isEmpty && 15 - parts.whole.count - power * 3 / 10 - 1 >= 0 && number & 7 != 0
        }
    }
}

extension Quantity: CustomStringConvertible {
    /// The canonical form: no fraction, the largest suffix that loses nothing, in the format the quantity was written in.
    package var description: String { original ?? canonical }

    package var canonical: String {
        if isZero { return "0" }
        if format == .binarySI, self >= Quantity(1024) || self <= Quantity(-1024),
            let whole = Self.rescale(mantissa, from: exponent, to: 0),
            whole.exact
        {
            var (amount, power) = (whole.value, 0)
            while power < Suffix.binary.count - 1 && amount % 1024 == 0 {
                amount /= 1024
                power += 1
            }
            return String(amount) + Suffix.binary[power]
        }
        var (amount, power) = (mantissa, exponent)
        while amount % 10 == 0 {
            amount /= 10
            power += 1
        }
        while power % 3 != 0 || (format != .decimalExponent && power > 18) {
            amount *= 10
            power -= 1
        }
        if format == .decimalExponent { return String(amount) + (power == 0 ? "" : "e" + String(power)) }
        return String(amount) + Suffix.decimal[(power - Self.finestExponent) / 3]
    }
}

/// A quantity's text taken apart, leading zeros of the whole part dropped.
private struct Parts {
    var negative = false
    var whole: [UInt8] = []
    var fraction: [UInt8] = []
    var suffix = ""

    init(_ text: String) throws(Quantity.ParseError) {
        var rest = Array(text.utf8)[...]
        if rest.isEmpty { throw .format }
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { negative = rest.removeFirst() == UInt8(ascii: "-") }
        func takeDigits() -> [UInt8] {
            let digits = Array(rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            rest.removeFirst(digits.count)
            return digits
        }
        whole = Array(takeDigits().drop { $0 == UInt8(ascii: "0") })
        if whole.isEmpty { whole = [UInt8(ascii: "0")] }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits()
        }
        suffix = String(decoding: rest, as: UTF8.self)
        let letters = rest.prefix { "eEinumkKMGTP".utf8.contains($0) }
        rest.removeFirst(letters.count)
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        _ = takeDigits()
        if !rest.isEmpty { throw .format }
    }
}

private struct Suffix {
    enum Base { case ten(Int), two(Int) }

    static let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    static let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    /// Exponents beyond this hold no amount that 128 bits can hold.
    static let largestExponent = 38

    var base: Base
    var format: Quantity.Format

    init?(_ text: String) {
        if let index = Self.decimal.firstIndex(of: text) {
            base = .ten(index * 3 + Quantity.finestExponent)
            format = .decimalSI
        } else if let index = Self.binary.firstIndex(of: text) {
            base = .two(index * 10)
            format = .binarySI
        } else if text.hasPrefix("e") || text.hasPrefix("E"), let power = Int(text.dropFirst()), abs(power) <= Self.largestExponent {
            base = .ten(power)
            format = .decimalExponent
        } else {
            return nil
        }
    }
}
