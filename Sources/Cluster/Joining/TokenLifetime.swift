/// Lengths of time as people write them for tokens: `24h`, `1h30m`, `45s`, `7d`; `0` means without end.
package enum TokenLifetime {
    private static let units: [Character: Int] = ["d": 86_400, "h": 3600, "m": 60, "s": 1]

    /// Seconds; nil for what is no length of time, or is longer than can be counted.
    package static func seconds(_ text: String) -> Int? {
        if text == "0" { return 0 }
        var total = 0
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let unit = units[character], let count = Int(digits) else { return nil }
            let (product, tooLarge) = count.multipliedReportingOverflow(by: unit)
            let (sum, overflows) = total.addingReportingOverflow(product)
            guard !tooLarge, !overflows else { return nil }
            total = sum
            digits = ""
        }
        return digits.isEmpty && !text.isEmpty ? total : nil
    }

    /// The two largest units: `23h59m`, `1d3h`, `12s`.
    package static func text(seconds: Int) -> String {
        let parts = [("d", seconds / 86_400), ("h", seconds / 3600 % 24), ("m", seconds / 60 % 60), ("s", seconds % 60)]
        guard let first = parts.firstIndex(where: { $0.1 > 0 }) else { return "0s" }
        return parts[first...].prefix(2).filter { $0.1 > 0 }.map { "\($0.1)\($0.0)" }.joined()
    }
}
