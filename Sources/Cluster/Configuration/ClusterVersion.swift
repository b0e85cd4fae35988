/// What the server calls itself. The minor version is the API's: clients compare it with their own.
package enum ClusterVersion {
    package static let major = "1"
    package static let minor = "36"
    package static let text = "v1.36.0+coxswain"
}
