import Config
import Testing

@Suite struct INIParserTests {
  /// The single value of a text `key = ...`.
  func value(_ text: String) -> String? {
    let document = INIDocument(text: "[S]\nkey = \(text)", name: "a.ini")
    return document.problems.isEmpty ? document.assignments.first?.value : nil
  }

  @Test func sectionsAndKeysKeepTheirOrderAndLine() {
    let document = INIDocument(
      text: "loose=1\n; comment\n[ A ] # why\n\n  key =  two words \n[B]\nKey=\n", name: "a.ini")
    #expect(document.problems.isEmpty)
    #expect(
      document.assignments == [
        Assignment(section: nil, key: "loose", value: "1", origin: .file(name: "a.ini", line: 1)),
        Assignment(
          section: "A", key: "key", value: "two words", origin: .file(name: "a.ini", line: 5)),
        Assignment(section: "B", key: "Key", value: "", origin: .file(name: "a.ini", line: 7)),
      ])
    #expect(document.headers.map(\.section) == ["A", "B"])
  }

  @Test(arguments: [
    ("1 ; comment", "1"), ("1 # comment", "1"), ("1;2#3", "1;2#3"), (";", ";"), ("#", "#"),
    ("; ; the separator", ";"), ("; not set", ""), ("\"a ; b\" ; c", "\"a ; b\""),
    ("\"a\\\" ; b\"", "\"a\\\" ; b\""), ("x, \"a # b\" # c", "x, \"a # b\""), ("a = b", "a = b"),
    ("it's 5\" wide", "it's 5\" wide"), ("", ""), ("a\t; tab", "a"),
  ]) func commentsEndAValue(text: String, expected: String) {
    #expect(value(text) == expected)
  }

  @Test func byteOrderMarkAndWindowsLinesAreTaken() {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("[A]\r\nkey = 1\r\n".utf8)
    let document = INIDocument(bytes, name: "a.ini")
    #expect(document.problems.isEmpty)
    #expect(document.assignments.map(\.value) == ["1"])
  }

  @Test func aSectionMayGoOnFurtherDown() {
    let document = INIDocument(text: "[A]\na=1\n[B]\nb=1\n[a]\nc=1", name: "a.ini")
    #expect(document.problems.isEmpty)
    #expect(document.assignments.map(\.section) == ["A", "B", "a"])
  }

  @Test(arguments: [
    (
      "[A]\nkey = 1\n[b]\n[a]\nKEY = 2",
      "a.ini:5: [a] KEY = 2: the key is given twice, first at a.ini:2"
    ),
    ("nonsense", "a.ini:1: expected [Section] or key = value, found 'nonsense'"),
    ("[A]\n= 1", "a.ini:2: [A]: expected [Section] or key = value, found '= 1'"),
    ("[A", "a.ini:1: expected [Section] or key = value, found '[A'"),
    ("[]", "a.ini:1: expected [Section] or key = value, found '[]'"),
    ("[A] x", "a.ini:1: expected [Section] or key = value, found '[A] x'"),
    ("[A]\nkey = \"open", "a.ini:2: [A] key = \"open: a double quote is opened and not closed"),
    ("a = 1\u{0}", "a.ini:1: this is no INI file: the line is not text"),
    (String(repeating: "x", count: 70_000), "a.ini:1: the line is longer than 65536 bytes"),
  ]) func whatIsWrongIsSaidWithItsLine(text: String, message: String) {
    let document = INIDocument(text: text, name: "a.ini")
    #expect(document.problems.map(\.description) == [message])
  }

  @Test func garbageIsReportedOnce() {
    let document = INIDocument([0x89, 0x50, 0x0A, 0xFF, 0x0A, 0xFE], name: "image.png")
    #expect(
      document.problems.map(\.description) == [
        "image.png:1: this is no INI file: the line is not text"
      ])
  }
}
