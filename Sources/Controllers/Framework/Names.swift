internal import Resources

/// In this module a Service is the API's kind; components conform to `ServiceLifecycle.Service` by its full name.
typealias Service = Resources.Service
