import Client
import Document
import Resources
import Storage
import Testing

@testable import APIServer

@Suite struct WatchAndTableTests {
    @Test func watchesWithinTheProcess() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("a", labels: #"{"l":"x"}"#))
        let list = try await server.client.list(.pods, ListOptions(namespace: "default"))
        let stream = try await server.client.watch(.pods, WatchOptions(labelSelector: "l=x", revision: list.revision))
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("b", labels: #"{"l":"x"}"#))
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("c"))
        _ = try await server.send(
            "PATCH", TestServer.pods + "/b", #"{"metadata":{"labels":{"l":"y"}}}"#, type: "application/merge-patch+json")
        _ = try await server.send("DELETE", TestServer.pods + "/a")
        var seen: [String] = []
        for try await event in stream {
            switch event {
            case .added(let record): seen.append("+\(record.key.name)")
            case .modified(let record): seen.append("~\(record.key.name)")
            case .deleted(let record): seen.append("-\(record.key.name)")
            case .bookmark: continue
            }
            if seen.count == 3 { break }
        }
        #expect(seen == ["+b", "-b", "-a"])
    }

    @Test func sharesRecordsWithTheCache() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("a"))
        let first = try await server.client.list(.pods, ListOptions())
        let second = try await server.client.list(.pods, ListOptions())
        #expect(first.records[0] === second.records[0])
    }

    @Test func oldRevisionsAreGone() async throws {
        let storage = MemoryStorage()
        do {
            let server = try await TestServer(storage: storage)
            for index in 0..<3 { _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"c\#(index)"}}"#) }
        }
        let server = try await TestServer(storage: storage)
        do {
            _ = try await server.client.watch(.configMaps, WatchOptions(revision: 1))
            Issue.record("a watch began before the history")
        } catch let error as APIError {
            #expect(error.isExpired)
            #expect(error.message.hasPrefix("too old resource version: 1"))
        }
    }

    @Test func printsTables() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", TestServer.pods, TestServer.pod("a"))
        let accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
        let table = try await server.send("GET", TestServer.pods, accept: accept)
        #expect(table.document["kind"] == "Table")
        #expect(table.document["columnDefinitions"][0]["name"] == "Name")
        #expect(table.document["rows"][0]["cells"][0] == "a")
        #expect(table.document["rows"][0]["object"]["kind"] == "PartialObjectMetadata")
        let full = try await server.send("GET", TestServer.pods + "/a?includeObject=Object", accept: accept)
        #expect(full.document["rows"][0]["object"]["kind"] == "Pod")
        let partial = try await server.send(
            "GET", TestServer.pods, accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
        #expect(partial.document["kind"] == "PartialObjectMetadataList")
        #expect(partial.document["items"][0]["spec"].isNull)
        let wrong = try await server.send("GET", TestServer.pods, accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
        #expect(wrong.status == 406)
    }

    @Test func listsInPages() async throws {
        let server = try await TestServer()
        for index in 0..<25 { _ = try await server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"c\#(100 + index)"}}"#) }
        var names: [String] = []
        var token = ""
        repeat {
            let page = try await server.send("GET", TestServer.configMaps + "?limit=10&continue=\(token)")
            names += (page.document["items"].array ?? []).compactMap { $0["metadata"]["name"].string }
            token = page.document["metadata"]["continue"].string ?? ""
        } while !token.isEmpty
        #expect(names == (0..<25).map { "c\(100 + $0)" })
    }

    @Test func servesEventsInBothGroups() async throws {
        let server = try await TestServer()
        let event = #"""
            {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"Started","message":"up",
            "type":"Normal","count":2,"firstTimestamp":"2024-01-01T00:00:00Z","lastTimestamp":"2024-01-01T00:00:00Z","source":{"component":"k"}}
            """#
        let created = try await server.send("POST", "/api/v1/namespaces/default/events", event)
        #expect(created.status == 201)
        let other = try await server.send("GET", "/apis/events.k8s.io/v1/namespaces/default/events/e")
        #expect(other.document["apiVersion"] == "events.k8s.io/v1")
        #expect(other.document["note"] == "up")
        #expect(other.document["regarding"]["name"] == "p")
        #expect(other.document["deprecatedCount"] == 2)
        let list = try await server.send("GET", "/apis/events.k8s.io/v1/events")
        #expect(list.document["items"][0]["note"] == "up")
        // Each version has its own names for what events are selected by.
        for (path, found) in [
            ("/apis/events.k8s.io/v1/events?fieldSelector=regarding.name%3Dp", 1), ("/api/v1/events?fieldSelector=source%3Dk", 1),
            ("/apis/events.k8s.io/v1/events?fieldSelector=regarding.name!%3Dp", 0),
        ] {
            let selected = try await server.send("GET", path)
            #expect(selected.document["items"].array?.count == found, "\(path)")
        }
        let unknown = try await server.send("GET", "/apis/events.k8s.io/v1/events?fieldSelector=involvedObject.name%3Dp")
        #expect(unknown.status == 400)
        #expect(unknown.document["message"] == "field label not supported: involvedObject.name")
    }
}
