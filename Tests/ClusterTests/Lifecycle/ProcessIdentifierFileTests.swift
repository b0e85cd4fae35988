import FoundationEssentials
import Testing

@testable import Cluster

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ProcessIdentifierFileTests {
    @Test func namesTheProcessThatWroteItUntilItIsRemoved() async throws {
        try await withTemporaryDirectory { directory in
            let file = ProcessIdentifierFile(path: directory + "/run/coxswain.pid")
            #expect(file.running == nil)
            try file.write()
            #expect(file.running == getpid())
            file.remove()
            #expect(file.running == nil)
        }
    }

    /// After a crash the kernel gives the id to somebody else, who started at another time.
    @Test func anotherProcessOfTheSameIdIsNotTaken() async throws {
        try await withTemporaryDirectory { directory in
            let file = ProcessIdentifierFile(path: directory + "/pid")
            for text in ["\(getpid()) 1\n", "\(getpid())\n", "\(getpid()) \n", "words here\n", "", "99999999 5\n"] {
                try AtomicFile.write(text, to: file.path)
                #expect(file.running == nil, "\(text)")
            }
        }
    }
}
