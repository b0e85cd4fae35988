extension CatalogueText {
    /// Types of authentication.v1.
    static let authenticationV1: StaticString = """
        package authentication.v1
        type BoundObjectReference
          apiVersion string 2
          kind string 1
          name string 3
          uid string - go=types.UID
        type SelfSubjectReview kind=authentication.k8s.io/v1/SelfSubjectReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          status SelfSubjectReviewStatus 2
        type SelfSubjectReviewStatus
          userInfo UserInfo 1
        type TokenRequest kind=authentication.k8s.io/v1/TokenRequest
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec TokenRequestSpec 2 +
          status TokenRequestStatus 3
        type TokenRequestSpec
          audiences []string 1 + list=atomic
          boundObjectRef *BoundObjectReference 3 +
          expirationSeconds *int64 4 +
        type TokenRequestStatus
          expirationTimestamp time 2 +
          token string 1 +
        type TokenReview kind=authentication.k8s.io/v1/TokenReview
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec TokenReviewSpec 2 ! +
          status TokenReviewStatus 3
        type TokenReviewSpec
          audiences []string 2 list=atomic
          token string 1 !
        type TokenReviewStatus
          audiences []string 4 list=atomic
          authenticated bool 1
          error string 3
          user UserInfo 2
        type UserInfo
          extra {}[]string 4
          groups []string 3 list=atomic
          uid string 2
          username string 1
        """
}
