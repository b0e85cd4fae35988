/// How a browser is opened.
package enum BrowserCommand {
    /// Starts a program that goes on alone, with none of this one's files.
    private static let alone = ["sh", "-c", #"exec setsid --fork "$@" </dev/null >/dev/null 2>&1"#, "sh"]

    /// The command and its arguments; nil where there is no desktop. Under `sudo` the browser is the user's own, not root's.
    package static func command(_ link: String, variables: [String: String], isRoot: Bool) -> [String]? {
        func given(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard given("DISPLAY") != nil || given("WAYLAND_DISPLAY") != nil else { return nil }
        let opener = alone + [given("BROWSER") ?? "xdg-open", link]
        guard isRoot, let user = given("SUDO_USER"), user != "root" else { return opener }
        return ["runuser", "-u", user, "--"] + opener
    }
}
