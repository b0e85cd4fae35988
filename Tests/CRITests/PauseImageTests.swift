import Testing

@testable import CRI

@Suite struct PauseImageTests {
    @Test func headersOfTheProgramPointAtItsFirstInstruction() {
        for architecture in PauseImage.Architecture.allCases {
            let file = PauseImage.executable(architecture)
            #expect(Array(file[0..<4]) == [0x7f, 0x45, 0x4c, 0x46])
            let entry = file[24..<32].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let offset = Int(entry - PauseImage.loadAddress)
            let code = PauseImage.instructions(architecture)
            #expect(Array(file[offset..<offset + code.count]) == code)
            #expect(Array(file[(offset + code.count)...]) == PauseImage.action)
            #expect(UInt64(file.count) == file[96..<104].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }

    @Test func theArchiveIsTheSameEachTime() {
        #expect(PauseImage.archive(architecture: .amd64) == PauseImage.archive(architecture: .amd64))
    }

    @Test func aMarkMakesAnotherImage() {
        let marked = PauseImage.archive(reference: "localhost:5000/a:1", mark: "a")
        #expect(marked != PauseImage.archive(reference: "localhost:5000/a:1", mark: "b"))
        #expect(String(decoding: marked, as: UTF8.self).contains("localhost:5000/a:1"))
    }

    @Test func tarHeadersCarryTheirChecksum() {
        var archive = TarArchive()
        archive.append(path: "a", content: [1, 2, 3])
        let bytes = archive.finished()
        #expect(bytes.count == 4 * 512)
        var header = Array(bytes[0..<512])
        let stated = header[148..<154].reduce(0) { $0 * 8 + Int($1 - 48) }
        for index in 148..<156 { header[index] = 32 }
        #expect(stated == header.reduce(0) { $0 + Int($1) })
        #expect(Array(bytes[512..<515]) == [1, 2, 3])
    }
}
