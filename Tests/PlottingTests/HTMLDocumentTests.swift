import Plotting
import TestSupport
import Testing

@Suite struct HTMLDocumentTests {
  static let document = HTMLDocument(
    title: "A <run> & more", subtitle: "sub", notice: "not for clinical use",
    sections: [
      DocumentSection(
        "Numbers",
        [
          .result("It was 3 < 4."), .facts([("seed", "42")]),
          .table(DocumentTable(["class", "F1"], [["a & b", "0.5"]], caption: "c")),
          .warnings(["small \"classes\""]), .code("[Data]\nroot = <x>"),
          .details("more", [.paragraph("inner")]),
        ]),
      DocumentSection("Empty", []),
      DocumentSection(
        "Plots",
        ExampleFigures.ordinary.enumerated().map {
          .figure($1.figure, name: "f\($0)", caption: $1.name)
        }),
    ])

  @Test func pageIsWellFormed() {
    let page = XMLCheck(Self.document.text, isHTML: true)
    #expect(page.problem == nil)
    #expect(page.elements.count { $0 == "svg" } == ExampleFigures.ordinary.count)
    #expect(page.elements.count { $0 == "section" } == 2)
    #expect(page.text.contains("A &lt;run&gt; &amp; more"))
  }

  @Test func nothingComesFromElsewhere() {
    let page = XMLCheck(Self.document.text, isHTML: true)
    #expect(!page.elements.contains("script") && !page.elements.contains("link"))
    for attribute in page.attributes where ["href", "src", "xlink:href"].contains(attribute.name) {
      #expect(attribute.value.hasPrefix("#") || attribute.value.hasPrefix("data:image/"))
    }
    #expect(!Self.document.text.contains("@import"))
  }

  @Test func clipPathsHaveNamesOfTheirOwn() {
    let page = XMLCheck(Self.document.text, isHTML: true)
    let names = page.attributes.filter { $0.name == "id" }.map(\.value)
    #expect(Set(names).count == names.count)
  }
}
