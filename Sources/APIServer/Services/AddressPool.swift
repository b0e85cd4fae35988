internal import Resources

/// Numbers from 0 to `size`, of which some are taken. Free ones are handed out in turn, so that one that was given back is not
/// used again at once; the lowest ones last, for they are what people ask for by name (KEP-3070, KEP-3668).
struct AddressPool: Sendable {
    enum Failure: Error { case full }

    let size: Int
    /// Numbers below are handed out only when all others are taken.
    let reserved: Int
    private var words: [UInt64]
    private var cursor: Int

    init(size: Int, reserved: Int) {
        self.size = size
        self.reserved = reserved
        words = Array(repeating: 0, count: (size + 63) / 64)
        cursor = reserved
    }

    func contains(_ number: Int) -> Bool { words[number / 64] & (1 << UInt64(number % 64)) != 0 }

    mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }
    mutating func remove(_ number: Int) { words[number / 64] &= ~(1 << UInt64(number % 64)) }

    /// Takes the next free number.
    mutating func next() throws(Failure) -> Int {
        guard let number = firstFree(cursor..<size) ?? firstFree(reserved..<cursor) ?? firstFree(0..<reserved) else { throw .full }
        insert(number)
        if number >= reserved { cursor = number + 1 < size ? number + 1 : reserved }
        return number
    }

    private func firstFree(_ range: Range<Int>) -> Int? {
        var number = range.lowerBound
        while number < range.upperBound {
            if number % 64 == 0, words[number / 64] == .max {
                number += 64
            } else if contains(number) {
                number += 1
            } else {
                return number
            }
        }
        return nil
    }

    /// How many of the lowest numbers are kept for explicit requests: a sixteenth of the range, within bounds.
    static func reservation(size: Int, least: Int, most: Int, divisor: Int) -> Int {
        size < least ? 0 : min(max(least, size / divisor), most)
    }
}
