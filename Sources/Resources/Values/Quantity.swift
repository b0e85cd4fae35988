package import Document

/// An exact amount such as `100m`, `1.5Gi` or `12e6` (apimachinery `api/resource`).
///
/// The amount is `mantissa × 10^exponent` with an exponent of at least −9; finer amounts are rounded away from zero.
/// 128 bits hold every amount upstream's 64-bit fast path holds, and sums of them over a whole cluster.
package struct Quantity: Sendable {
    package enum Format: Sendable, Hashable {
        /// `12Mi`
        case binarySI
        /// `12M`
        case decimalSI
        /// `12e6`
        case decimalExponent
    }

    var mantissa: Int128
    var exponent: Int
    package var format: Format
    /// The text as it was written, where upstream keeps it instead of the canonical form.
    var original: String?

    init(mantissa: Int128, exponent: Int, format: Format, original: String? = nil) {
        self.mantissa = mantissa
        self.exponent = exponent
        self.format = format
        self.original = original
    }

    package init(_ value: Int64, _ format: Format = .decimalSI) { self.init(mantissa: Int128(value), exponent: 0, format: format) }
    package init(milli value: Int64, _ format: Format = .decimalSI) { self.init(mantissa: Int128(value), exponent: -3, format: format) }

    package static let finestExponent = -9

    package var isZero: Bool { mantissa == 0 }
    /// Whether it is a number of whole units, however large.
    package var isWhole: Bool { Self.rescale(mantissa, from: exponent, to: 0)?.exact ?? true }
    /// −1, 0 or 1.
    package var sign: Int { Int(mantissa.signum()) }

    /// The amount in whole units, rounded away from zero and held within 64 bits.
    package var value: Int64 { scaled(to: 0).value }
    /// The amount in thousandths, rounded away from zero and held within 64 bits.
    package var milliValue: Int64 { scaled(to: -3).value }

    /// The amount in whole units, or 0 where 64 bits cannot hold it: what upstream reckons with.
    package var valueOrZero: Int64 { orZero(in: 0) }
    /// The same in thousandths.
    package var milliValueOrZero: Int64 { orZero(in: -3) }

    private func orZero(in target: Int) -> Int64 {
        Self.rescale(mantissa, from: exponent, to: target).flatMap { Int64(exactly: $0.value) } ?? 0
    }

    package var approximateDouble: Double {
        var result = Double(mantissa)
        for _ in 0..<abs(exponent) { if exponent > 0 { result *= 10 } else { result /= 10 } }
        return result
    }

    /// The amount in units of `10^target`, and whether nothing was lost.
    func scaled(to target: Int) -> (value: Int64, exact: Bool) {
        guard let wide = Self.rescale(mantissa, from: exponent, to: target) else { return (mantissa < 0 ? .min : .max, false) }
        if wide.value > Int128(Int64.max) { return (.max, false) }
        if wide.value < Int128(Int64.min) { return (.min, false) }
        return (Int64(wide.value), wide.exact)
    }

    /// `mantissa × 10^from` in units of `10^to`, rounded away from zero; nil when 128 bits cannot hold it.
    static func rescale(_ mantissa: Int128, from: Int, to: Int) -> (value: Int128, exact: Bool)? {
        if mantissa == 0 || from == to { return (mantissa, true) }
        var value = mantissa
        if from > to {
            for _ in 0..<(from - to) {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
            return (value, true)
        }
        var exact = true
        for _ in 0..<(to - from) {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { exact = false }
            value = quotient
            if value == 0 { break }
        }
        return (exact ? value : value + mantissa.signum(), exact)
    }
}

extension Quantity: Hashable, Comparable {
    /// Equal amounts are equal, however they are written: `1` and `1000m`.
    package static func == (a: Quantity, b: Quantity) -> Bool { a.compare(b) == 0 }
    package static func < (a: Quantity, b: Quantity) -> Bool { a.compare(b) < 0 }

    private func compare(_ other: Quantity) -> Int {
        let finest = min(exponent, other.exponent)
        let left = Self.rescale(mantissa, from: exponent, to: finest)?.value
        let right = Self.rescale(other.mantissa, from: other.exponent, to: finest)?.value
        switch (left, right) {
        case (let left?, let right?): return left < right ? -1 : left == right ? 0 : 1
        case (nil, _): return sign  // this one is beyond what the other can be
        case (_, nil): return -other.sign
        }
    }

    package func hash(into hasher: inout Hasher) {
        var (mantissa, exponent) = (mantissa, exponent)
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        hasher.combine(mantissa)
        if mantissa != 0 { hasher.combine(exponent) }
    }
}

extension Quantity {
    package static func + (a: Quantity, b: Quantity) -> Quantity {
        let format = a.isZero ? b.format : a.format
        let finest = min(a.exponent, b.exponent)
        if let left = rescale(a.mantissa, from: a.exponent, to: finest), let right = rescale(b.mantissa, from: b.exponent, to: finest) {
            let (sum, overflow) = left.value.addingReportingOverflow(right.value)
            if !overflow { return Quantity(mantissa: sum, exponent: finest, format: format) }
        }
        // Beyond 38 digits the coarser amount decides; the finer one cannot be seen beside it.
        return a.exponent > b.exponent ? a : b
    }

    package static prefix func - (a: Quantity) -> Quantity {
        Quantity(mantissa: 0 - a.mantissa, exponent: a.exponent, format: a.format)
    }
    package static func - (a: Quantity, b: Quantity) -> Quantity { a + -b }
    package static func += (a: inout Quantity, b: Quantity) { a = a + b }
    package static func -= (a: inout Quantity, b: Quantity) { a = a - b }
}

extension Quantity: FieldValue {
    /// Quantities may also be written as numbers.
    package init?(field: JSON) {
        switch field {
        case .string(let text): self.init(lenient: text)
        case .int(let value): self.init(value)
        case .double: self.init(lenient: field.text)
        default: return nil
        }
    }
    private init?(lenient text: String) {
        guard let quantity = try? Quantity(text) else { return nil }
        self = quantity
    }
    package var field: JSON { .string(description) }
    package static var zero: Quantity { Quantity(0) }
}
