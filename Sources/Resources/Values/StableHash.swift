/// FNV-1a: the same on every machine and every run, unlike `Hasher`. It tells things apart, and protects nothing.
package enum StableHash {
    package static func bits32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    /// Not generic, so that it is compiled for the bytes of texts.
    package static func bits64(_ text: String) -> UInt64 { bits64(text.utf8) }

    package static func bits64(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
    }
}
