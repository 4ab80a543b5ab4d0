import Imaging
import Plotting
import Testing

@Suite struct TextTests {
  private let style = TextStyle(size: 20)

  private func ink(_ text: String) -> [Float] {
    var drawing = Drawing(width: 60, height: 40)
    drawing.text(text, at: Point(10, 28), style)
    return drawing.image(scale: 1).samples.floats
  }

  @Test func everyPrintableCharacterHasItsOwnShape() {
    let box = ink("\u{416}")
    var seen: [[Float]: Character] = [:]
    for code in 0x21...0x7E {
      let character = Character(UnicodeScalar(UInt8(code)))
      let picture = ink(String(character))
      #expect(picture.contains { $0 < 128 }, "\(character) is empty")
      #expect(picture != box, "\(character) is a box")
      #expect(seen[picture] == nil, "\(character) looks like \(seen[picture] ?? " ")")
      seen[picture] = character
    }
  }

  @Test func accentedLettersAreComposed() {
    for (accented, base) in [("\u{E9}", "e"), ("\u{C4}", "A"), ("\u{F1}", "n"), ("\u{17E}", "z")] {
      #expect(style.width(of: accented) == style.width(of: base))
      let dark = ink(accented).count { $0 < 200 }
      #expect(dark > ink(base).count { $0 < 200 })
    }
    // A base with a mark that no table has: the base alone.
    #expect(ink("x\u{302}\u{323}") == ink("x"))
  }

  @Test func whatHasNoShapeIsABox() {
    #expect(ink("\u{416}") == ink("\u{4E2D}"))
    #expect(ink("\u{416}").contains { $0 < 128 })
  }

  @Test func textIsMeasured() {
    #expect(style.width(of: "") == 0)
    #expect(abs(style.width(of: "ab") - style.width(of: "a") - style.width(of: "b")) < 1e-9)
    #expect(style.width(of: "0") == style.width(of: "8"))
    let fitted = style.fitted("a very long caption", width: 80)
    #expect(fitted.hasSuffix("\u{2026}") && style.width(of: fitted) <= 80)
    #expect(style.fitted("short", width: 80) == "short")
  }

  @Test func markupIsEscaped() {
    #expect(XMLText.content("a < b & c > d") == "a &lt; b &amp; c &gt; d")
    #expect(XMLText.attribute("\"\n\u{1}") == "&quot; \u{FFFD}")
  }
}
