import Basics
import TestSupport
import Testing

@Suite struct JSONTests {
  @Test func objectsKeepTheirOrder() throws {
    let text = #"{"b":1,"a":[true,null,-2.5],"c":{"d":"x"}}"#
    let value = try JSONValue.parse(text)
    #expect(value.object?.keys == ["b", "a", "c"])
    #expect(value.text() == text)
    #expect(value["a"]?[2]?.double == -2.5)
    #expect(value["c"]?["d"]?.string == "x")
    #expect(value["missing"] == nil)
    #expect(value["a"]?[3] == nil)
  }

  @Test func prettyTextPutsEveryKeyOnItsLine() {
    let value: JSONValue = ["epochs": [1, 2], "nested": ["x": [[1], [2]]], "none": []]
    let expected = """
      {
        "epochs": [1, 2],
        "nested": {
          "x": [
            [1],
            [2]
          ]
        },
        "none": []
      }

      """
    #expect(value.text(pretty: true) == expected)
  }

  @Test func undefinedNumbersAreNull() {
    let value: JSONValue = [.double(.nan), .double(.infinity), JSONValue(-Float.infinity)]
    #expect(value.text() == "[null,null,null]")
    #expect(JSONValue(nil as Double?).isNull)
  }

  @Test(arguments: [
    0.1, 1e-5, 1e16, .leastNonzeroMagnitude, 1.7976931348623157e308, 123_456_789.125, -0.0, 1,
    2.0 / 3,
  ]) func doublesSurviveWritingAndReading(number: Double) throws {
    let back = try JSONValue.parse(JSONValue.double(number).text()).double
    #expect(back?.bitPattern == number.bitPattern)
  }

  @Test func floatsHaveTheirOwnShortestDigits() throws {
    #expect(JSONValue(Float(0.1)).text() == "0.1")
    var source = RandomSource(seed: 1)
    for _ in 0..<10_000 {
      let number = Float(bitPattern: UInt32(truncatingIfNeeded: source.next()))
      guard number.isFinite else { continue }
      let value = JSONValue(number)
      let back = try JSONValue.parse(value.text()).double
      #expect(back.map(Float.init) == number)
    }
  }

  @Test func integersBeyond64BitsBecomeDoubles() throws {
    #expect(try JSONValue.parse("9223372036854775807") == .int(.max))
    #expect(try JSONValue.parse("9223372036854775808") == .double(0x1p63))
    #expect(JSONValue.double(3).int == 3)
  }

  @Test func stringsAreEscapedAndUnescaped() throws {
    let text = "quote \" slash \\ newline \n tab \t bell \u{7} é 😀 \u{2028}"
    #expect(try JSONValue.parse(JSONValue.string(text).text()).string == text)
    #expect(try JSONValue.parse(#""\u00e9\ud83d\ude00\/\b\f""#) == .string("é😀/\u{8}\u{c}"))
    #expect(JSONValue.string("\u{1}").text() == #""\u0001""#)
  }

  @Test(arguments: [
    ("", "line 1, column 1: the JSON text ends too early"),
    ("[1,\n 2,]", "line 2, column 4: expected a value"),
    ("{\"a\":1,\n \"a\":2}", "line 2, column 2: the key \"a\" appears twice"),
    ("[1] x", "line 1, column 5: there is text after the JSON value"),
    ("{a:1}", "line 1, column 2: expected a key in double quotes"),
    ("[1 2]", "line 1, column 4: expected ',' or ']'"),
    ("[01]", "line 1, column 3: expected ',' or ']'"),
    ("[1.]", "line 1, column 4: expected a digit"),
    ("1e999", "line 1, column 6: the number is too large"),
    ("NaN", "line 1, column 1: expected a value"),
    ("nul", "line 1, column 1: expected null"),
    ("\"\\ud800\"", "line 1, column 8: the string is not valid Unicode"),
    ("\"\\u12\"", "line 1, column 6: expected four hexadecimal digits"),
    ("\"a\nb\"", "line 1, column 3: expected no control character in a string"),
  ]) func errorsSayWhere(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.description == message)
  }

  @Test func depthAndSizeAreLimited() throws {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(deep) }
    #expect(error?.problem == .tooDeep(limit: 128))
    let long = #expect(throws: JSONError.self) {
      try JSONValue.parse(Array("[1,2,3]".utf8), maximumBytes: 3)
    }
    #expect(long?.problem == .tooLarge(limit: 3))
    #expect(try JSONValue.parse(Array("[[1]]".utf8), maximumDepth: 2)[0]?[0] == 1)
  }

  @Test func mutatedTextsNeverTrap() {
    let seed = Array(#"{"a": [1, -2.5e-3, "x\u00e9\n", true, null], "b": {"c": {}}, "d": []}"#.utf8)
    let fuzzer = Mutator(dictionary: ["\\ud800", "1e999", "[[", "{\"a\":", "\u{0}", "-"])
    fuzzer.run(seeds: [seed]) { bytes in
      guard let value = try? JSONValue.parse(bytes) else { return }
      #expect((try? JSONValue.parse(value.text())) == value)
      #expect((try? JSONValue.parse(value.text(pretty: true))) == value)
    }
  }
}
