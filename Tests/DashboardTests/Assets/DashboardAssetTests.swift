import FoundationEssentials
import Testing

@testable import Dashboard

@Suite struct DashboardAssetTests {
    private static let folder =
        String(#filePath.dropLast("/Tests/DashboardTests/Assets/DashboardAssetTests.swift".count)) + "/Sources/Dashboard/Web"
    /// Lines of a file of the page, as of one of Swift.
    private static let fileLimit = 500

    private static func text(_ asset: DashboardAsset) -> String { String(decoding: asset.bytes, as: UTF8.self) }

    @Test func everyFileIsServedAsItIs() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(DashboardAsset.all.map(\.name).sorted() == files)
        for asset in DashboardAsset.all {
            let file = try String(contentsOfFile: Self.folder + "/" + asset.name, encoding: .utf8)
            #expect(Self.text(asset) == file, "\(asset.name) differs from its file: build again")
            #expect(file.split(separator: "\n", omittingEmptySubsequences: false).count <= Self.fileLimit + 1, "\(asset.name) is too long")
        }
    }

    @Test func everyFileHasItsMediaType() {
        for asset in DashboardAsset.all { #expect(asset.mediaType != "application/octet-stream", "\(asset.name)") }
    }

    /// What a file refers to is there, and nothing comes from elsewhere.
    @Test func linksLeadToFiles() {
        let names = Set(DashboardAsset.all.map(\.name))
        for asset in DashboardAsset.all where asset.name.hasSuffix(".js") {
            for line in Self.text(asset).split(separator: "\n") where line.hasPrefix("import ") || line.hasPrefix("} from ") {
                let target = line.split(separator: "'").dropFirst().first.map(String.init) ?? ""
                #expect(target.hasPrefix("./") && names.contains(String(target.dropFirst(2))), "\(asset.name): \(line)")
            }
        }
        let page = DashboardAsset.all.first { $0.name == "index.html" }.map(Self.text) ?? ""
        for attribute in ["href=\"", "src=\""] {
            for part in page.split(separator: attribute).dropFirst() {
                #expect(names.contains(String(part.prefix { $0 != "\"" })), "\(part.prefix(40))")
            }
        }
    }

    /// The policy forbids them, so that a page that needs them would be broken.
    @Test(arguments: ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setAttribute('style'"])
    func noMarkupFromText(word: String) {
        for asset in DashboardAsset.all where asset.name.hasSuffix(".js") {
            #expect(!Self.text(asset).contains(word), "\(asset.name) uses \(word)")
        }
    }

    @Test func versionsAreToldApart() {
        #expect(DashboardAsset("a.js", [1]).etag != DashboardAsset("a.js", [2]).etag)
        #expect(DashboardAsset("a.js", [1]).etag == DashboardAsset("a.js", [1]).etag)
    }
}
