private typealias Method = Runtime_V1_ImageService.Method

extension CRIRuntime {
    package func pullImage(
        _ image: String, credentials: RegistryCredentials?, sandbox: SandboxConfiguration?
    ) async throws -> String {
        var request = Runtime_V1_PullImageRequest()
        request.image.image = image
        if let credentials {
            request.auth.username = credentials.username
            request.auth.password = credentials.password
            request.auth.auth = credentials.auth
            request.auth.serverAddress = credentials.serverAddress
            request.auth.identityToken = credentials.identityToken
            request.auth.registryToken = credentials.registryToken
        }
        if let sandbox { request.sandboxConfig = .init(sandbox) }
        return try await call(
            Method.PullImage.descriptor, request, timeout: Self.pullTimeout, returning: Runtime_V1_PullImageResponse.self
        ).imageRef
    }

    package func listImages() async throws -> [RuntimeImage] {
        try await call(Method.ListImages.descriptor, Runtime_V1_ListImagesRequest(), returning: Runtime_V1_ListImagesResponse.self)
            .images.map(RuntimeImage.init)
    }

    package func imageStatus(_ image: String) async throws -> RuntimeImage? {
        var request = Runtime_V1_ImageStatusRequest()
        request.image.image = image
        let answer = try await call(Method.ImageStatus.descriptor, request, returning: Runtime_V1_ImageStatusResponse.self)
        return answer.hasImage && !answer.image.id.isEmpty ? RuntimeImage(answer.image) : nil
    }

    package func removeImage(_ image: String) async throws {
        var request = Runtime_V1_RemoveImageRequest()
        request.image.image = image
        try await callIgnoringMissing(
            Method.RemoveImage.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_RemoveImageResponse.self)
    }

    package func imageFilesystems() async throws -> [RuntimeFilesystemUsage] {
        let answer = try await call(
            Method.ImageFsInfo.descriptor, Runtime_V1_ImageFsInfoRequest(), returning: Runtime_V1_ImageFsInfoResponse.self)
        return answer.imageFilesystems.map {
            RuntimeFilesystemUsage(
                timestamp: $0.timestamp, mountpoint: $0.fsID.mountpoint, usedBytes: $0.usedBytes.value, inodesUsed: $0.inodesUsed.value)
        }
    }
}

extension RuntimeImage {
    init(_ wire: Runtime_V1_Image) {
        self.init(
            id: wire.id, tags: wire.repoTags, digests: wire.repoDigests, size: wire.size, userID: wire.hasUid ? wire.uid.value : nil,
            username: wire.username, pinned: wire.pinned)
    }
}
