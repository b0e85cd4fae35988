/// The image of the process that holds a sandbox's namespaces: one static program that sleeps for ever.
///
/// No registry is needed to start a pod: the program is a few machine instructions put into an ELF file here, and the image is
/// written as an OCI archive that `ctr --namespace k8s.io images import` takes.
package enum PauseImage {
    /// The name containerd is configured to start sandboxes from.
    package static let reference = "coxswain.local/pause:1"

    package typealias Architecture = ImageArchive.Architecture

    /// Where the program is put in memory.
    static let loadAddress: UInt64 = 0x400000
    static let headerSize = 64 + 56

    /// The program: ignore SIGCHLD, so that orphans handed to it as process 1 are reaped by the kernel; then wait for ever.
    static func instructions(_ architecture: Architecture) -> [UInt8] {
        switch architecture {
        case .amd64:
            [
                0xbf, 0x11, 0x00, 0x00, 0x00,  //       mov  edi, 17 (SIGCHLD)
                0x48, 0x8d, 0x35, 0x1c, 0x00, 0x00, 0x00,  // lea  rsi, [action]
                0x31, 0xd2,  //                         xor  edx, edx
                0x41, 0xba, 0x08, 0x00, 0x00, 0x00,  // mov  r10d, 8 (size of a signal set)
                0xb8, 0x0d, 0x00, 0x00, 0x00,  //       mov  eax, 13 (rt_sigaction)
                0x0f, 0x05,  //                         syscall
                0xb8, 0x22, 0x00, 0x00, 0x00,  // wait: mov  eax, 34 (pause)
                0x0f, 0x05,  //                         syscall
                0xeb, 0xf7,  //                         jmp  wait
                0x90, 0x90, 0x90, 0x90,  //             padding
            ]
        case .arm64:
            littleEndian([
                0xd280_0220,  //       mov  x0, #17 (SIGCHLD)
                0x1000_0181,  //       adr  x1, action (48 bytes ahead)
                0xd280_0002,  //       mov  x2, #0
                0xd280_0103,  //       mov  x3, #8
                0xd280_10c8,  //       mov  x8, #134 (rt_sigaction)
                0xd400_0001,  //       svc  #0
                0xd280_0000,  // wait: mov  x0, #0
                0xd280_0001,  //       mov  x1, #0
                0xd280_0002,  //       mov  x2, #0
                0xd280_0928,  //       mov  x8, #73 (ppoll)
                0xd400_0001,  //       svc  #0
                0x17ff_fffb,  //       b    wait
                0xd503_201f,  //       nop
            ])
        }
    }

    /// `struct sigaction` of the kernel: handler SIG_IGN, flag SA_NOCLDWAIT, no restorer, empty mask.
    static let action: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16)

    /// The program as a static 64-bit ELF file with one segment.
    static func executable(_ architecture: Architecture) -> [UInt8] {
        let body = instructions(architecture) + action
        let size = UInt64(headerSize + body.count)
        var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        file += little(UInt16(2)) + little(UInt16(architecture == .amd64 ? 62 : 183)) + little(UInt32(1))
        file += little(loadAddress + UInt64(headerSize)) + little(UInt64(64)) + little(UInt64(0)) + little(UInt32(0))
        file += little(UInt16(64)) + little(UInt16(56)) + little(UInt16(1)) + little(UInt16(64)) + little(UInt16(0)) + little(UInt16(0))
        // One loadable segment, readable and executable: the whole file.
        file += little(UInt32(1)) + little(UInt32(5)) + little(UInt64(0)) + little(loadAddress) + little(loadAddress)
        file += little(size) + little(size) + little(UInt64(0x1000))
        return file + body
    }

    /// The image as an archive to import.
    /// - Parameter mark: put into it, so that it is another image than one with another mark, or none.
    package static func archive(architecture: Architecture = .current, reference: String = PauseImage.reference, mark: String = "")
        -> [UInt8]
    {
        var layer = TarArchive()
        layer.append(path: "pause", mode: 0o755, content: executable(architecture))
        if !mark.isEmpty { layer.append(path: "mark", content: Array(mark.utf8)) }
        var image = ImageArchive(reference: reference, architecture: architecture, layer: layer, entrypoint: ["/pause"])
        image.user = "65535:65535"
        return image.bytes()
    }

    /// The arguments of containerd's `ctr` that import the archive written to `path`.
    package static func importArguments(socket: String, archive path: String) -> [String] {
        ImageArchive.importArguments(socket: socket, archive: path)
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func littleEndian(_ words: [UInt32]) -> [UInt8] { words.flatMap { little($0) } }
}
