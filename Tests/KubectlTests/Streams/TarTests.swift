import Testing

@testable import Kubectl

@Suite struct TarTests {
    @Test(arguments: [
        TarEntry(name: "a/b.txt", mode: 0o640, size: 5, modified: 1_700_000_000),
        TarEntry(name: String(repeating: "long/", count: 40) + "name", mode: 0o644, size: 3),
        TarEntry(name: "ümläut", mode: 0o755, size: 0),
    ]) func roundTrip(_ entry: TarEntry) throws {
        let content = [UInt8](repeating: 7, count: entry.size)
        let archive = TarWriter.header(entry) + content + TarWriter.padding(after: entry.size) + TarWriter.end
        // In pieces that fit no block.
        var reader = TarReader()
        var pieces: [TarReader.Piece] = []
        for start in stride(from: 0, to: archive.count, by: 77) {
            pieces += try reader.append(archive[start..<min(start + 77, archive.count)])
        }
        guard case .entry(let read)? = pieces.first else {
            Issue.record("no entry")
            return
        }
        #expect(read.name == entry.name)
        #expect(read.mode == entry.mode)
        #expect(read.size == entry.size)
        let bytes = pieces.dropFirst().flatMap { piece -> [UInt8] in if case .content(let bytes) = piece { bytes } else { [] } }
        #expect(bytes == content)
    }

    @Test func symbolicLinksAndFolders() throws {
        var link = TarEntry(name: "l", kind: .symbolicLink)
        link.target = "/etc/passwd"
        var reader = TarReader()
        let pieces = try reader.append(TarWriter.header(link) + TarWriter.header(TarEntry(name: "d/", kind: .folder, mode: 0o755)))
        #expect(pieces.count == 2)
        guard case .entry(let first)? = pieces.first, case .entry(let second)? = pieces.last else { return }
        #expect(first.kind == .symbolicLink && first.target == "/etc/passwd")
        #expect(second.kind == .folder)
    }

    @Test func corruption() {
        var reader = TarReader()
        #expect(throws: TarReader.Corrupted.self) { try reader.append([UInt8](repeating: 1, count: 512)) }
    }

    @Test(arguments: [("/a/./b/../c/", "/a/c"), ("", "."), ("../x", "../x"), ("/..", "/"), ("a//b", "a/b")])
    func cleaning(_ path: String, _ clean: String) { #expect(PathText.clean(path) == clean) }

    @Test(arguments: [("../../etc", "etc"), ("/abs", "abs"), ("..", ""), ("a/b", "a/b")])
    func shortcuts(_ path: String, _ rest: String) { #expect(PathText.withoutShortcuts(path) == rest) }
}
