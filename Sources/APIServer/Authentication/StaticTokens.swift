internal import Resources

/// Tokens from a file, one a line: `token,user,uid,"group1,group2"` (the groups may be left out).
package struct StaticTokens: TokenAuthenticator {
    private let users: [String: UserInfo]

    package init(users: [String: UserInfo]) { self.users = users }

    package struct FileError: Error, CustomStringConvertible, Sendable {
        package var line: Int
        package var description: String { "token file, line \(line): at least three columns are needed: token, user name, user uid" }
    }

    package init(file text: String) throws(FileError) {
        var users: [String: UserInfo] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let columns = Self.columns(line)
            if columns.allSatisfy(\.isEmpty) { continue }
            guard columns.count >= 3, !columns[0].isEmpty, !columns[1].isEmpty else { throw FileError(line: index + 1) }
            let groups = columns.count > 3 ? columns[3].split(separator: ",").map { String($0.trimmed) } : []
            users[columns[0]] = UserInfo(name: columns[1], uid: columns[2], groups: groups)
        }
        self.users = users
    }

    package func authenticate(token: String) -> UserInfo? { users[token] }

    /// The comma-separated columns of a line; quotes keep commas together.
    private static func columns(_ line: Substring) -> [String] {
        var columns = [""]
        var isQuoted = false
        for character in line where character != "\r" {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: columns.append("")
            default: columns[columns.count - 1].append(character)
            }
        }
        return columns.map { String($0[...].trimmed) }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
