/// The two versions of OpenAPI that clients ask for, which differ in details everywhere.
enum OpenAPIDialect: Sendable {
    /// Swagger 2.0: `/openapi/v2`.
    case v2
    /// OpenAPI 3.0: `/openapi/v3`.
    case v3

    /// Where references to definitions point.
    var definitions: String {
        switch self {
        case .v2: "#/definitions/"
        case .v3: "#/components/schemas/"
        }
    }
}
