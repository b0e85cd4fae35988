/// The forms in which OpenAPI documents are served. OpenAPI 3 is served as JSON only, which is all that clients ask for.
package enum OpenAPIFormat: Sendable, Hashable {
    case json
    /// gnostic's protobuf messages.
    case protobuf

    /// Clients ask for `…spec.v2@v1.0+protobuf`, but `@` is not allowed in a media type, so the answer spells it with a dot.
    package var contentType: String {
        switch self {
        case .json: "application/json"
        case .protobuf: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
        }
    }

    /// The form that a request for `/openapi/v2` wants: the first one its Accept header names that is served;
    /// nil (answer 406) when there is none.
    package init?(accept: String) {
        if accept.isEmpty {
            self = .json
            return
        }
        for clause in accept.split(separator: ",") {
            switch String(clause.prefix { $0 != ";" }.filter { $0 != " " }) {
            case "application/json", "application/*", "*/*": self = .json
            case "application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf":
                self = .protobuf
            default: continue
            }
            return
        }
        return nil
    }
}
