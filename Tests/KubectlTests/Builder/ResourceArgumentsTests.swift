import Testing

@testable import Kubectl

@Suite struct ResourceArgumentsTests {
    static let meanings: [([String], ResourceArguments)] = [
        ([], .none), (["pods"], .types(["pods"])), (["po,rc"], .types(["po", "rc"])),
        (["pods", "a", "b"], .names(types: ["pods"], names: ["a", "b"])),
        (["po/a", "svc/b"], .pairs([.init(type: "po", name: "a"), .init(type: "svc", name: "b")])),
    ]

    @Test(arguments: meanings)
    func forms(words: [String], meaning: ResourceArguments) throws {
        #expect(try ResourceArguments.parse(words) == meaning)
    }

    @Test(arguments: [
        (["po/a", "po"], "there is no need to specify a resource type as a separate argument"),
        (["po/a/b"], "may not have more than one slash"),
        (["po/"], "must have a single resource and name"), (["po,"], "must consist of a resource or a resource and name"),
    ])
    func refusals(words: [String], message: String) {
        let error = #expect(throws: Failure.self) { try ResourceArguments.parse(words) }
        #expect(error?.description.contains(message) == true)
    }
}
