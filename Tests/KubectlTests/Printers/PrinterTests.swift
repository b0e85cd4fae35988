import Document
import Testing

@testable import Kubectl

@Suite struct PrinterTests {
    static let list: JSON = [
        "apiVersion": "v1", "kind": "List",
        "items": [
            ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a", "labels": ["app": "x"]], "spec": ["replicas": 2]],
            ["apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "b"], "spec": ["replicas": 3]],
        ],
    ]

    @Test(arguments: [
        ("{{range .items}}{{.metadata.name}},{{end}}", "a,b,"), ("{{len .items}}", "2"), ("{{.missing}}", "<no value>"),
        ("{{range $i, $x := .items}}{{$i}}{{$x.metadata.name}} {{end}}", "0a 1b "),
        ("{{range .items}}{{if eq .kind \"Pod\"}}P{{else if gt .spec.replicas 2}}big{{else}}small{{end}} {{end}}", "P big "),
        ("{{with index .items 0}}{{index .metadata.labels \"app\"}}{{end}}", "x"),
        ("{{printf \"%-4s|%d\" (index .items 0).metadata.name (len .items)}}", "a   |2"), ("a {{- \" b \" -}} c", "a b c"),
        ("{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .kind}}", "<List>"), ("{{/* nothing */}}{{\"x\" | printf \"%q\"}}", "\"x\""),
        ("{{range .none}}x{{else}}empty{{end}}", "empty"), ("{{eq (len .items) .none}}{{lt (len .kind) 9}}", "falsetrue"),
        ("{{(index .items 0).metadata.labels}}", "map[app:x]"),
    ])
    func templates(template: String, text: String) throws {
        #expect(try TemplatePrinter(template).text(Self.list, index: 0) == text)
    }

    @Test func names() {
        #expect(NamePrinter().text(Self.list, index: 0) == "pod/a\ndeployment.apps/b\n")
        #expect(NamePrinter(operation: "created").text(Self.list["items"][1], index: 0) == "deployment.apps/b created\n")
    }

    @Test func customColumns() throws {
        var writer = TabWriter()
        let printer = try CustomColumnsPrinter("NAME:.metadata.name,N:.spec.none,LABELS:.metadata.labels")
        #expect(
            try printer.text(Self.list["items"].array ?? [], headings: true, &writer) == """
                NAME   N        LABELS
                a      <none>   map[app:x]
                b      <none>   <none>

                """)
    }

    @Test func tables() {
        let table: JSON = [
            "columnDefinitions": [
                ["name": "Name", "type": "string", "format": "name", "priority": 0], ["name": "Node", "type": "string", "priority": 1],
                ["name": "Age", "type": "string", "priority": 0],
            ],
            "rows": [["cells": ["a", "n1", "5s"], "object": ["metadata": ["namespace": "default", "labels": ["x": "y"]]]]],
        ]
        var printer = TablePrinter()
        printer.showsNamespace = true
        printer.showsLabels = true
        printer.kindPrefix = "pod"
        var writer = TabWriter()
        printer.add(table, to: &writer)
        #expect(writer.text() == "NAMESPACE   NAME    AGE   LABELS\ndefault     pod/a   5s    x=y\n")
    }

    @Test(arguments: [("pod-2", "pod-10", true), ("a", "b", true), ("b", "a", false), ("a1", "a1", false)])
    func naturalOrder(a: String, b: String, isLess: Bool) { #expect(ObjectOrder.naturalLess(a, b) == isLess) }
}
