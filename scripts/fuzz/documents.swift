/// What libFuzzer calls with every input: parse, write, parse again, patch, look up. Built together with the sources of `Document`.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let value = try? JSON.parse(bytes) {
        guard let again = try? JSON.parse(value.encoded()) else { preconditionFailure("what was written cannot be read") }
        precondition(again.encoded() == value.encoded(), "what was read again differs")
        let target: JSON = ["metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c"]], "replicas": 1]]
        _ = MergePatch.apply(value, to: target).encoded()
        if let patched = try? JSONPatch.apply(value, to: target) {
            precondition((try? JSON.parse(patched.encoded())) != nil, "what was patched cannot be read")
        }
    }
    if let path = try? JSONPath(String(decoding: bytes, as: UTF8.self)) {
        _ = try? path.render(["items": [["metadata": ["name": "a"], "n": 1], ["metadata": ["name": "b"], "n": 2.5]]])
    }
    return 0
}
