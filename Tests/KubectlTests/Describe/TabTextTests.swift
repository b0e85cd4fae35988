import Testing

@testable import Kubectl

@Suite struct TabTextTests {
    @Test(arguments: [
        ("Name:\tx\nNamespace:\tdefault\n", "Name:       x\nNamespace:  default\n"),
        // A line without tabs ends the columns above it.
        ("a:\t1\nplain\nlonger:\t2\n", "a:  1\nplain\nlonger:  2\n"),
        // What follows the last tab belongs to no column.
        ("a\tvery long text\tz\nb\tc\n", "a  very long text  z\nb  c\n"),
        ("\ta\tb\n\tcc\td\n", "  a   b\n  cc  d\n"),
        ("ö\tb\nxxx\tc\n", "ö    b\nxxx  c\n"),
    ]) func alignment(_ input: String, _ expected: String) {
        var text = TabText()
        text.write(input)
        #expect(text.finish() == expected)
    }

    @Test func flushEndsColumns() {
        var text = TabText()
        text.write("longer name:\t1\n")
        text.flush()
        text.write("a:\t2\n")
        #expect(text.finish() == "longer name:  1\na:  2\n")
    }

    @Test func piecesOfALine() {
        var text = TabText()
        for piece in ["Labels:", "\t", "a=1\n", "\t", "b=2\n"] { text.write(piece) }
        #expect(text.finish() == "Labels:  a=1\n         b=2\n")
    }
}
