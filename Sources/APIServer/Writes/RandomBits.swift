internal import Crypto
internal import Synchronization

/// Random bits, fetched in lots: a system call for each would take longer than all else a uid takes.
enum RandomBits {
    private static let lotSize = 256
    private static let lot = Mutex<[UInt64]>([])

    static func next() -> UInt64 {
        lot.withLock { lot in
            if lot.isEmpty { lot = fetch() }
            return lot.popLast() ?? .random(in: .min ... .max)
        }
    }

    private static func fetch() -> [UInt64] {
        SymmetricKey(size: SymmetricKeySize(bitCount: lotSize * UInt64.bitWidth)).withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    }
}
