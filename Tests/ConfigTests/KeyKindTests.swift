import Basics
import Config
import Testing

@Suite struct KeyKindTests {
  static let zones = KeyKind.list(of: .text, count: 1...2)
  static let colour = KeyKind.choice([ChoiceOption("red", aliases: ["rouge"]), "green"])

  @Test(arguments: [
    (KeyKind.integer(1...8), "8", ConfigValue.integer(8)), (.integer(1...8), "\"8\"", .integer(8)),
    (.real, "1e-3", .real(0.001)), (.real, "-5", .real(-5)),
    (.real(.halfOpen(0, 1)), "0", .real(0)),
    (.boolean, "Yes", .boolean(true)), (.boolean, "0", .boolean(false)),
    (.text, "two words", .text("two words")), (.text, "\"\"", .text("")),
    (.text, "\" a\\\"b\\\\ \"", .text(" a\"b\\ ")), (.path, "a/b c.png", .text("a/b c.png")),
    (colour, "RED", .word("red")), (colour, "Rouge", .word("red")),
    (.word("auto", or: .integer(1...2)), "AUTO", .word("auto")),
    (.word("auto", or: .integer(1...2)), "2", .integer(2)),
    (.word("auto", or: .text), "\"auto\"", .text("auto")),
    (.list(of: .integer(0...9)), "1,2 , 3", .list([.integer(1), .integer(2), .integer(3)])),
    (.list(of: .integer(0...9)), "", .list([])),
    (zones, "\"a,b\", c", .list([.text("a,b"), .text("c")])),
    (
      .list(of: .oneOf([.words("flip"), .call("crop", [.real, .real])])), "flip, crop(0.5, 1)",
      .list([.word("flip"), .call("crop", [.real(0.5), .real(1)])])
    ),
    (
      .call("percentile", [.real, .real]), "Percentile( 1, 99 )",
      .call("percentile", [.real(1), .real(99)])
    ),
  ]) func textsThatFit(kind: KeyKind, text: String, value: ConfigValue) {
    #expect(kind.value(of: text) == value)
  }

  @Test(arguments: [
    (KeyKind.integer(1...8), "9"), (.integer(1...8), "1.0"),
    (.integer(1...8), "99999999999999999999"),
    (.integer(1...8), ""), (.real, "nan"), (.real, "inf"), (.real, "0x10"), (.real, "1e999"),
    (.real, "1,5"), (.real(.halfOpen(0, 1)), "1"), (.boolean, "2"), (.text, ""), (.text, "a\nb"),
    (.text, "\"a\" b"), (.path, ""), (colour, "blue"), (zones, "a,,b"), (zones, "a,b,c"),
    (zones, ""), (.call("f", [.real]), "f(1, 2)"), (.call("f", [.real]), "f"),
    (.call("f", [.real]), "f(x)"), (.call("f", [.real]), "g(1)"),
  ]) func textsThatDoNot(kind: KeyKind, text: String) {
    #expect(kind.value(of: text) == nil)
  }

  @Test(arguments: [
    (KeyKind.integer(.min...Int.max), "a whole number"),
    (.integer(atLeast: 1), "a whole number from 1"),
    (.integer(1...8), "a whole number from 1 to 8"), (.integer(.min...3), "a whole number up to 3"),
    (.real, "a number"), (.real(.closed(0, 1)), "a number from 0 to 1"),
    (.real(.halfOpen(0, 0.5)), "a number from 0 and below 0.5"),
    (.real(.above(0, upTo: 1)), "a number above 0 up to 1"), (.real(.above(0)), "a number above 0"),
    (.real(.open(0, 1)), "a number above 0 and below 1"),
    (.real(.atLeast(0)), "a number of at least 0"), (.boolean, "true or false"),
    (colour, "red or green"), (.words("a", "b", "c"), "a, b or c"),
    (.oneOf([.boolean, .path]), "true, false or a path"),
    (.word("auto", or: .integer(8...9)), "auto or a whole number from 8 to 9"),
    (.list(of: .real, count: 2...2), "2 values separated by commas, each a number"),
    (.list(of: .text), "values separated by commas, each a text"),
    (
      .list(of: .text, count: 1...2),
      "at least 1 and at most 2 values separated by commas, each a text"
    ),
    (.call("percentile", [.real, .boolean]), "percentile(a number, true or false)"),
  ]) func expectationsReadWell(kind: KeyKind, text: String) {
    #expect(kind.expectation == text)
  }
}
