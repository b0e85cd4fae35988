internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Random bits, fetched in lots: a system call for each would take longer than all else a uid takes.
enum RandomBits {
    /// The most that one call gives (getentropy(3): 256 bytes).
    private static let lotSize = 32
    private static let lot = Mutex<[UInt64]>([])

    static func next() -> UInt64 {
        lot.withLock { lot in
            if lot.isEmpty { lot = fetch() }
            return lot.popLast() ?? .random(in: .min ... .max)
        }
    }

    /// - Returns: nothing where the system refuses.
    private static func fetch() -> [UInt64] {
        Array(unsafeUninitializedCapacity: lotSize) { buffer, count in
            count = getentropy(buffer.baseAddress, lotSize * MemoryLayout<UInt64>.size) == 0 ? lotSize : 0
        }
    }
}
