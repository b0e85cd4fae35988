import Crypto

/// A container image of one layer, written as an OCI image layout (image-spec 1.0) in a tar archive that `ctr images import` takes.
package struct ImageArchive: Sendable {
    package enum Architecture: String, Sendable, CaseIterable {
        case amd64
        case arm64

        /// The machine this program was built for.
        package static var current: Architecture {
            #if arch(arm64)
                .arm64
            #else
                .amd64
            #endif
        }
    }

    /// The name the image is known by after the import, with its tag.
    package var reference: String
    package var architecture: Architecture
    /// The whole file system.
    package var layer: TarArchive
    package var entrypoint: [String]
    package var environment: [String] = []
    /// `uid:gid`; empty for root.
    package var user = ""

    package init(reference: String, architecture: Architecture = .current, layer: TarArchive, entrypoint: [String]) {
        (self.reference, self.architecture, self.layer, self.entrypoint) = (reference, architecture, layer, entrypoint)
    }

    /// The archive. The same image gives the same bytes.
    package func bytes() -> [UInt8] {
        let layerBytes = layer.finished()
        let layerDigest = Self.digest(layerBytes)
        let configuration = Array(
            """
            {"architecture":"\(architecture.rawValue)","os":"linux","config":{"Entrypoint":\(Self.list(entrypoint)),\
            "Env":\(Self.list(environment)),"User":"\(user)","WorkingDir":"/"},\
            "rootfs":{"type":"layers","diff_ids":["sha256:\(layerDigest)"]},"history":[{"created_by":"coxswain"}]}
            """.utf8)
        let configurationDigest = Self.digest(configuration)
        let manifest = Array(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{\
            "mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:\(configurationDigest)","size":\(configuration.count)},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:\(layerDigest)","size":\(layerBytes.count)}]}
            """.utf8)
        let manifestDigest = Self.digest(manifest)
        let index = Array(
            """
            {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "digest":"sha256:\(manifestDigest)","size":\(manifest.count),"annotations":{"io.containerd.image.name":"\(reference)"},\
            "platform":{"architecture":"\(architecture.rawValue)","os":"linux"}}]}
            """.utf8)
        var archive = TarArchive()
        archive.append(path: "oci-layout", content: Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
        archive.append(path: "index.json", content: index)
        archive.appendDirectory(path: "blobs")
        archive.appendDirectory(path: "blobs/sha256")
        for (name, content) in [(layerDigest, layerBytes), (configurationDigest, configuration), (manifestDigest, manifest)] {
            archive.append(path: "blobs/sha256/" + name, content: content)
        }
        return archive.finished()
    }

    /// The arguments of containerd's `ctr` that import an archive written to `path`.
    package static func importArguments(socket: String, archive path: String) -> [String] {
        ["--address", socket, "--namespace", "k8s.io", "images", "import", path]
    }

    private static func list(_ words: [String]) -> String { "[" + words.map(quoted).joined(separator: ",") + "]" }

    private static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
