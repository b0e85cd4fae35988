internal import Document
internal import Resources

extension VersionConversion {
    /// What resource.k8s.io/v1beta1 has in the request itself, later versions have in its member `exactly`.
    private static let exact = ["deviceClassName", "selectors", "allocationMode", "count", "adminAccess", "tolerations", "capacity"]

    /// - Parameter path: where the claim's spec stands.
    static func deviceRequestsV1beta1(at path: [String]) -> VersionConversion {
        VersionConversion(
            toServed: { object in
                changingRequests(of: object, at: path) { request in
                    let exactly = request["exactly"]
                    request["exactly"] = .null
                    for key in exact { request[key] = exactly[key] }
                }
            },
            toStored: { object in
                changingRequests(of: object, at: path) { request in
                    var exactly: JSON = [:]
                    for key in exact {
                        exactly[key] = request[key]
                        request[key] = .null
                    }
                    if exactly["deviceClassName"].isEmptyValue { exactly["deviceClassName"] = .null }
                    if !exactly.isEmptyValue { request["exactly"] = exactly }
                }
            })
    }

    private static func changingRequests(of object: JSON, at path: [String], _ body: (inout JSON) -> Void) -> JSON {
        var spec = object
        for key in path { spec = spec[key] }
        guard spec["devices"]["requests"].array != nil else { return object }
        spec["devices"].changeElements("requests", body)
        var result = object
        result.set(spec, at: path)
        return result
    }

    /// Devices of v1beta1 have their properties in the member `basic`.
    static let resourceSliceV1beta1 = VersionConversion(
        toServed: { object in
            var served = object
            served["spec"].changeElements("devices") { device in
                var basic = device
                basic["name"] = .null
                device = ["name": device["name"], "basic": basic]
            }
            return served
        },
        toStored: { object in
            var stored = object
            stored["spec"].changeElements("devices") { device in
                var flat = device["basic"]
                flat["name"] = device["name"]
                device = flat
            }
            return stored
        })
}
