/// An API version's place among its group's: v2 before v1 before v1beta2 before v1alpha1, anything else last and by name.
struct KubeVersion: Comparable {
    private enum Stage: Int { case other, alpha, beta, stable }

    private let stage: Stage
    private let major: Int
    private let minor: Int
    private let text: String

    init(_ text: String) {
        self.text = text
        var rest = text[...]
        guard rest.popFirst() == "v", let major = Self.number(&rest) else {
            (stage, self.major, minor) = (.other, 0, 0)
            return
        }
        var stage = Stage.stable
        if rest.hasPrefix("alpha") {
            stage = .alpha
            rest = rest.dropFirst(5)
        } else if rest.hasPrefix("beta") {
            stage = .beta
            rest = rest.dropFirst(4)
        }
        let minor = Self.number(&rest)
        let valid = rest.isEmpty && (stage == .stable) == (minor == nil)
        (self.stage, self.major, self.minor) = valid ? (stage, major, minor ?? 0) : (.other, 0, 0)
    }

    /// A version is less than another when it is preferred less.
    static func < (a: KubeVersion, b: KubeVersion) -> Bool {
        if a.stage != b.stage { return a.stage.rawValue < b.stage.rawValue }
        if a.stage == .other { return a.text > b.text }
        return (a.major, a.minor) < (b.major, b.minor)
    }

    private static func number(_ text: inout Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = Int(digits), value > 0, digits.first != "0" else { return nil }
        text = text.dropFirst(digits.count)
        return value
    }
}
