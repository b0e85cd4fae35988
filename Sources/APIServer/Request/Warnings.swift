internal import Synchronization

/// Warnings collected while a request is handled, each told once.
package final class Warnings: Sendable {
    /// Upstream's limit for all warning texts of one answer, in bytes.
    private static let totalLimit = 4096
    private let texts = Mutex<[String]>([])

    package init() {}

    package func add(_ text: String) {
        texts.withLock { list in
            if !list.contains(text), list.reduce(0, { $0 + $1.utf8.count }) + text.utf8.count <= Self.totalLimit { list.append(text) }
        }
    }

    var count: Int { texts.withLock { $0.count } }

    package var all: [String] { texts.withLock { $0 } }

    /// The values of the `Warning` headers: code 299, no agent, the text quoted.
    var headerValues: [String] {
        all.map { text in
            var quoted = ""
            for character in text.unicodeScalars {
                if character == "\"" || character == "\\" { quoted.append("\\") }
                if character.value >= 0x20 && character.value != 0x7F { quoted.unicodeScalars.append(character) }
            }
            return "299 - \"\(quoted)\""
        }
    }
}
