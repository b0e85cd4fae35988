extension RawConnection {
    /// Copies bytes between two connections until both directions have ended.
    func join(_ other: RawConnection) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await Self.copy(self.inbound, to: other) }
            group.addTask { await Self.copy(other.inbound, to: self) }
            // An end in one direction is passed on as such; a broken connection ends both.
            while let endedWell = await group.next() {
                if !endedWell { group.cancelAll() }
            }
        }
        close()
        other.close()
    }

    private static func copy(_ from: ByteStream, to: RawConnection) async -> Bool {
        do {
            while let bytes = try await from.next() { try await to.write(bytes) }
            to.finishWriting()
            return true
        } catch {
            to.close()
            return false
        }
    }
}
