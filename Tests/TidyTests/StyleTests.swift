import Testing

/// The rules of CONTRIBUTING.md that a machine can see.
@Suite struct StyleTests {
    /// Lines a file may have.
    static let fileLimit = 500
    /// Lines a function may have, its first and last included.
    static let functionLimit = 70
    /// Lines above an `@unchecked Sendable` in which its reason must stand.
    static let reasonReach = 6

    @Test func filesAreShort() throws {
        for file in try SourceTree.handWritten() {
            #expect(
                file.lines.count <= Self.fileLimit + 1,
                "\(file.path) has \(file.lines.count) lines, over \(Self.fileLimit): split it by concept")
        }
    }

    @Test(arguments: [
        ("try" + "!", "let the error reach somebody who can say something about it"),
        ("fatalError" + "(", "a server answers with an error, it does not end"),
        ("Task" + ".detached", "a task belongs to a group or a service that ends it"),
        ("TO" + "DO", "finish it, or open an issue"), ("FIX" + "ME", "finish it, or open an issue"),
    ])
    func forbidden(word: String, instead: String) throws {
        let isNote = word.allSatisfy(\.isUppercase)
        for file in try SourceTree.handWritten() {
            for (number, line) in file.lines.enumerated() where (isNote ? line : line.withoutComment).contains(word) {
                Issue.record("\(file.path):\(number + 1): \(word) — \(instead)")
            }
        }
    }

    /// A full Foundation costs more memory than all of Coxswain; its essentials do for everything here.
    @Test func sourcesImportOnlyTheEssentialsOfFoundation() throws {
        for file in try SourceTree.handWritten() where file.path.hasPrefix("Sources/") {
            for (number, line) in file.lines.enumerated()
            where line.withoutComment.split(separator: " ").suffix(2) == ["import", "Foundation"] {
                Issue.record("\(file.path):\(number + 1): import FoundationEssentials instead")
            }
        }
    }

    @Test func uncheckedSendableHasAReason() throws {
        for file in try SourceTree.handWritten() {
            for (number, line) in file.lines.enumerated() where line.withoutComment.contains("@unchecked Sendable") {
                let above = file.lines[max(0, number - Self.reasonReach)...number]
                #expect(
                    above.contains { $0.contains("//") },
                    "\(file.path):\(number + 1): @unchecked Sendable without a comment that says why it is safe")
            }
        }
    }

    /// Sources are formatted, so a function ends at the first closing brace of its own indentation.
    @Test func functionsAreShort() throws {
        for file in try SourceTree.handWritten() where file.path.hasPrefix("Sources/") {
            var start: (line: Int, indentation: Int)?
            for (number, line) in file.lines.enumerated() {
                if let open = start {
                    guard line.indentation == open.indentation, line.dropFirst(open.indentation).first == "}" else { continue }
                    let length = number - open.line + 1
                    #expect(
                        length <= Self.functionLimit,
                        "\(file.path):\(open.line + 1): a function of \(length) lines, over \(Self.functionLimit)")
                    start = nil
                } else if line.hasSuffix("{"), line.withoutComment.split(separator: " ").contains("func") {
                    start = (number, line.indentation)
                }
            }
        }
    }
}
