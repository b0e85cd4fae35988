import CNftables
import Glibc
import Synchronization

/// One libnftables context, owned by the thread that made it.
///
/// A context's netlink socket belongs to the network namespace of the thread that opens it, and libnftables opens it anew when the
/// ruleset changes under a listing. So the context must live on a thread that stays in the wanted namespace: see `NftablesThread`.
struct NftablesContext: ~Copyable {
    private let context: OpaquePointer

    /// libnftables keeps a few tables in global variables, so calls of different sessions in one process take turns.
    private static let turn = Mutex(())

    init() throws(PacketFilterError) {
        guard let context = Self.turn.withLock({ _ in Self.open() }) else { throw .unavailable }
        self.context = context
    }

    deinit { nft_ctx_free(context) }

    private static func open() -> sending OpaquePointer? {
        guard let context = nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) else { return nil }
        guard nft_ctx_buffer_output(context) == 0, nft_ctx_buffer_error(context) == 0 else {
            nft_ctx_free(context)
            return nil
        }
        return context
    }

    /// Runs a command buffer; with `json` the output is JSON. Returns what libnftables printed.
    func run(_ commands: String, json: Bool) throws(PacketFilterError) -> [UInt8] {
        let (code, output, failure) = Self.turn.withLock { _ in
            nft_ctx_output_set_flags(context, json ? UInt32(NFT_CTX_OUTPUT_JSON) : 0)
            let code = commands.withCString { nft_run_cmd_from_buffer(context, $0) }
            // Taking a buffer empties it, so both are taken whatever happened.
            return (code, Self.text(nft_ctx_get_output_buffer(context)), Self.text(nft_ctx_get_error_buffer(context)))
        }
        guard code == 0 else {
            throw .refused(String(decoding: failure.prefix(PacketFilterError.maximumMessageBytes), as: UTF8.self))
        }
        return output
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> [UInt8] {
        guard let pointer else { return [] }
        return Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }
}
