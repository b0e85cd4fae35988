import Testing

@testable import Dashboard

@Suite struct BrowserCommandTests {
    private func command(_ variables: [String: String], isRoot: Bool = false) -> [String]? {
        BrowserCommand.command("http://x", variables: variables, isRoot: isRoot)
    }

    @Test func onlyOnADesktop() {
        #expect(command([:]) == nil)
        #expect(command(["DISPLAY": ""]) == nil)
        #expect(command(["DISPLAY": ":0"])?.suffix(2) == ["xdg-open", "http://x"])
        #expect(command(["WAYLAND_DISPLAY": "wayland-0", "BROWSER": "firefox"])?.suffix(2) == ["firefox", "http://x"])
    }

    @Test func asTheUserBehindSudo() {
        #expect(command(["DISPLAY": ":0", "SUDO_USER": "jane"], isRoot: true)?.prefix(4) == ["runuser", "-u", "jane", "--"])
        #expect(command(["DISPLAY": ":0", "SUDO_USER": "jane"])?.first == "sh")
        #expect(command(["DISPLAY": ":0", "SUDO_USER": "root"], isRoot: true)?.first == "sh")
    }
}
