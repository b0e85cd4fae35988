internal import Document
internal import Resources

extension DescribePage {
    private static let hidden: Set<String> = [
        ".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations",
    ]

    /// Kinds without a form of their own: all members by name, with titles made from the names.
    mutating func generic(_ object: JSON) {
        nameAndNamespace(object)
        labelsAndAnnotations(object)
        members(0, object, path: "")
    }

    private mutating func members(_ level: Int, _ object: JSON, path: String) {
        for (name, value) in object.object?.sorted(by: { $0.key < $1.key }) ?? [] {
            let inner = path + "." + name
            if Self.hidden.contains(inner) { continue }
            let title = MemberTitle.text(name)
            switch value {
            case .object:
                line(level, title + ":")
                members(level + 1, value, path: inner)
            case .array(let elements):
                line(level, title + ":")
                for element in elements {
                    if case .object = element { members(level + 1, element, path: inner) } else { line(level + 1, element.goText) }
                }
            default: field(level, title, value.goText)
            }
        }
    }
}

/// `leaseDurationSeconds` as "Lease Duration Seconds".
enum MemberTitle {
    private enum Class { case lower, upper, digit, other }
    private static let acronyms: Set<String> = ["API", "URL", "UID", "GUID"]

    static func text(_ name: String) -> String {
        guard name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return name }
        return joined(words(name)).compactMap { word in
            if acronyms.contains(word.uppercased()) { return word.uppercased() }
            return word.lowercased() == word ? word.prefix(1).uppercased() + word.dropFirst() : word
        }.joined(separator: " ")
    }

    /// The words of a name in camel case. The last capital before small letters begins the next word.
    static func words(_ name: String) -> [String] {
        var runs: [(class: Class, text: String)] = []
        for character in name {
            let kind: Class = character.isLowercase ? .lower : character.isUppercase ? .upper : character.isNumber ? .digit : .other
            if let last = runs.indices.last, runs[last].class == kind {
                runs[last].text.append(character)
            } else {
                runs.append((kind, String(character)))
            }
        }
        for index in runs.indices.dropLast() where runs[index].class == .upper && runs[index + 1].class == .lower {
            runs[index + 1].text = String(runs[index].text.removeLast()) + runs[index + 1].text
        }
        return runs.map(\.text).filter { !$0.isEmpty }
    }

    /// An acronym stays with the word after it.
    private static func joined(_ words: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            let isAcronym = word.count >= 2 && word.allSatisfy { !$0.isLetter || $0.isUppercase }
            if isAcronym, index + 1 < words.count, words[index + 1].first?.isUppercase == true {
                result.append(word + words[index + 1])
                index += 2
            } else {
                result.append(word)
                index += 1
            }
        }
        return result
    }
}
