/// Marks our routes in the routing table, so that nobody else's is touched (the field `proto`, numbers of which are free to use).
enum RouteMark {
    static let number = "201"
}
