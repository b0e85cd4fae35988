/// Names and ids for containers whose user gives none.
enum ContainerNames {
    static let moods = [
        "brave", "brisk", "calm", "clever", "eager", "gentle", "keen", "merry", "nimble", "patient", "quiet", "steady", "swift", "tireless",
        "upright", "watchful",
    ]
    static let things = [
        "anchor", "beacon", "bosun", "buoy", "compass", "dinghy", "galley", "harbour", "helm", "keel", "lantern", "mast", "oar", "pilot",
        "rudder", "sail", "sextant", "tiller",
    ]

    /// A name that none of `taken` is.
    static func make(taken: Set<String>, using generator: inout some RandomNumberGenerator) -> String {
        while true {
            let name = "\(moods.randomElement(using: &generator) ?? "calm")_\(things.randomElement(using: &generator) ?? "oar")"
            if !taken.contains(name) { return name }
            let numbered = name + String(Int.random(in: 2...9999, using: &generator))
            if !taken.contains(numbered) { return numbered }
        }
    }

    /// Random hexadecimal digits.
    static func hexadecimal(digits: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<digits).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
    }
}
