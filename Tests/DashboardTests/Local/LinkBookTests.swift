import Testing

@testable import Dashboard

@Suite struct LinkBookTests {
    @Test func aLinkOpensOneSession() throws {
        let book = LinkBook()
        let link = book.link
        guard case .opened(let session) = book.use(link) else { throw Trouble.notOpened }
        #expect(book.isOpen(session))
        #expect(book.link != link && session != link && !book.isOpen(link))
    }

    @Test func aSecondUseEndsWhatTheFirstOpened() throws {
        let book = LinkBook()
        let link = book.link
        guard case .opened(let session) = book.use(link), case .opened(let other) = book.use(book.link) else { throw Trouble.notOpened }
        #expect(book.use(link) == .replayed)
        #expect(!book.isOpen(session))
        #expect(book.isOpen(other))
        #expect(book.use(link) == .replayed)
    }

    @Test(arguments: ["", "x", String(repeating: "A", count: 32)]) func guessesOpenNothing(_ guess: String) {
        let book = LinkBook()
        #expect(book.use(guess) == .unknown)
        #expect(!book.isOpen(guess))
    }

    @Test func sessionsAreBounded() throws {
        let book = LinkBook()
        var sessions: [String] = []
        for _ in 0...LinkBook.sessionLimit {
            guard case .opened(let session) = book.use(book.link) else { throw Trouble.notOpened }
            sessions.append(session)
        }
        #expect(!book.isOpen(sessions[0]))
        #expect(sessions.dropFirst().allSatisfy(book.isOpen))
    }

    @Test func secretsAreLongAndFitAURL() {
        let link = LinkBook().link
        #expect(link.utf8.count == 32)
        #expect(link.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    enum Trouble: Error { case notOpened }
}
