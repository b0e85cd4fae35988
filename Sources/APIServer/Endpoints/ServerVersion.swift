package import Document

/// What `/version` tells (apimachinery `version.Info`).
package struct ServerVersion: Sendable, Hashable {
    package var major = "1"
    package var minor = "36"
    package var gitVersion: String
    package var gitCommit: String
    package var buildDate: String

    package init(gitVersion: String = "v1.36.0+coxswain", gitCommit: String = "", buildDate: String = "1970-01-01T00:00:00Z") {
        self.gitVersion = gitVersion
        self.gitCommit = gitCommit
        self.buildDate = buildDate
    }

    package var document: JSON {
        [
            "major": .string(major), "minor": .string(minor), "emulationMajor": .string(major), "emulationMinor": .string(minor),
            "minCompatibilityMajor": .string(major), "minCompatibilityMinor": .string(minor), "gitVersion": .string(gitVersion),
            "gitCommit": .string(gitCommit), "gitTreeState": "clean", "buildDate": .string(buildDate), "goVersion": "none",
            "compiler": "swiftc", "platform": .string(Self.platform),
        ]
    }

    private static var platform: String {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }
}
