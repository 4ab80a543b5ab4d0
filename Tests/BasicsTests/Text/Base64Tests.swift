import Basics
import Testing

/// The vectors of RFC 4648, section 10.
struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func theVectorsOfTheStandard(plain: String, text: String) {
    #expect(Base64.text(of: plain.utf8) == text)
    #expect(Base64.bytes(of: text) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Z===", "====", "Zh==", "Z$==", "Zg==Zg==", "Zm8=\n"])
  func otherTextsAreRefused(text: String) {
    #expect(Base64.bytes(of: text) == nil)
  }

  @Test func numbersComeBackBitForBit() throws {
    let values: [Float] = [0, -0.0, 1.5, .infinity, .nan, .leastNonzeroMagnitude, -3.25e20]
    let read = try #require(Base64.floats(of: Base64.text(of: values)))
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(Base64.floats(of: "Zg==") == nil)
  }
}
