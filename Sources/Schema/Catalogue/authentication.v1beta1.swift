extension CatalogueText {
    /// Types of authentication.v1beta1, told by how they differ from today's.
    static let authenticationV1beta1: StaticString = """
        package authentication.v1beta1
        same authentication.v1 SelfSubjectReview* TokenReview* UserInfo
        type SelfSubjectReviewStatus
          userInfo authentication.v1.UserInfo 1
        """
}
