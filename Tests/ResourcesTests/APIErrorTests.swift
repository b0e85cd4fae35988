import Document
import Resources
import Testing

@Suite struct APIErrorTests {
    @Test(arguments: [
        (APIError.notFound(.pods, "web"), 404, "pods \"web\" not found"),
        (APIError.notFound(.deployments, "web"), 404, "deployments.apps \"web\" not found"),
        (APIError.alreadyExists(.pods, "web"), 409, "pods \"web\" already exists"),
        (
            APIError.conflict(.pods, "web"), 409,
            "Operation cannot be fulfilled on pods \"web\": the object has been modified; "
                + "please apply your changes to the latest version and try again"
        ),
        (APIError.forbidden(.pods, "", "no"), 403, "pods is forbidden: no"),
        (APIError.forbidden(.pods, "web", "no"), 403, "pods \"web\" is forbidden: no"),
        (APIError.forbidden(nil, "", "no"), 403, "forbidden: no"),
        (APIError.timeout("slow"), 504, "Timeout: slow"),
        (APIError.internalError("boom"), 500, "Internal error occurred: boom"),
        (
            APIError.invalid(
                .deployments, "web", [.required("spec.selector"), .invalid("spec.replicas", -1, "must be greater than or equal to 0")]),
            422,
            "Deployment.apps \"web\" is invalid: [spec.selector: Required value, "
                + "spec.replicas: Invalid value: -1: must be greater than or equal to 0]"
        ),
    ])
    func wording(error: APIError, code: Int, message: String) {
        #expect(error.code == code)
        #expect(error.message == message)
    }

    @Test func statusComesBack() {
        let error = APIError.invalid(.pods, "web", [.required("spec.containers")])
        #expect(
            error.status.text == """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"Pod \\"web\\" is invalid: spec.containers: Required value","reason":"Invalid",\
                "details":{"name":"web","kind":"Pod","causes":[\
                {"reason":"FieldValueRequired","message":"Required value","field":"spec.containers"}]},\
                "code":422}
                """)
        #expect(APIError(status: error.status, code: 422) == error)
        #expect(APIError(status: ["kind": "Pod"], code: 500) == nil)
        #expect(APIError(status: ["kind": "Status", "status": "Success"], code: 200) == nil)
    }
}

@Suite struct FieldErrorTests {
    @Test(arguments: [
        (FieldError.invalid("a.b", "x\"y", "bad"), #"a.b: Invalid value: "x\"y": bad"#),
        (.invalid("a", 5, "bad"), "a: Invalid value: 5: bad"), (.invalid("a", ["k": "v"], "bad"), #"a: Invalid value: {"k":"v"}: bad"#),
        (.required("a", "must be set"), "a: Required value: must be set"), (.duplicate("a", "x"), #"a: Duplicate value: "x""#),
        (.notSupported("a", "x", ["y", "z"]), #"a: Unsupported value: "x": supported values: "y", "z""#),
        (.forbidden("a", "no"), "a: Forbidden: no"), (.tooLong("a", limitBytes: 1), "a: Too long: may not be more than 1 byte"),
        (.tooMany("a", 3, limit: 2), "a: Too many: 3: must have at most 2 items"), (.notFound("a", "x"), #"a: Not found: "x""#),
        (.typeInvalid("a", true, "expected string"), "a: Invalid value: true: expected string"),
    ])
    func wording(error: FieldError, text: String) { #expect(error.description == text) }

    @Test func paths() {
        let path = FieldPath("spec", "containers").index(0).child("env").key("a.b").child("name")
        #expect(path.description == "spec.containers[0].env[a.b].name")
        #expect(FieldPath.root.child("spec").description == "spec")
    }
}
