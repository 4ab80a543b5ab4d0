import TestSupport
import Testing
import Training

@Suite struct CSVTableTests {
  private func parse(
    _ text: String, _ separator: CSVSeparator = .auto
  ) throws(DataError) -> CSVTable {
    try CSVTable(parsing: Array(text.utf8), file: "t.csv", separator: separator)
  }

  @Test func quotedFieldsHoldSeparatorsQuotesAndLineEnds() throws {
    let table = try parse("a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nz,3\r\n")
    #expect(table.header == ["a", "b"])
    #expect(table.rows.map(\.fields) == [["x, \"y\"", "1\r\n2"], ["z", "3"]])
    #expect(table.rows.map(\.line) == [2, 4])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func everyLineEndIsTaken(end: String) throws {
    let table = try parse(["a;b", "1;2", "", "3;4"].joined(separator: end))
    #expect(table.rows.map(\.fields) == [["1", "2"], ["3", "4"]])
    #expect(table.rows.map(\.line) == [2, 4])
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstName() throws {
    #expect(try parse("\u{FEFF}FileID;x\n1;2\n").header == ["FileID", "x"])
  }

  @Test(arguments: [
    ("a;b,c;d\n", ["a", "b,c", "d"]), ("a,b\n", ["a", "b"]), ("a\tb c\n", ["a", "b c"]),
    ("\"x;y;z\",b,c\n", ["x;y;z", "b", "c"]), ("only\n", ["only"]),
  ])
  func theSeparatorOfTheHeaderIsFound(text: String, header: [String]) throws {
    #expect(try parse(text).header == header)
  }

  @Test func aGivenSeparatorIsNotGuessed() throws {
    #expect(try parse("a;b;c,d\n", .comma).header == ["a;b;c", "d"])
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", "t.csv:3: found 1 field, expected 2 as in the header"),
    ("a,b\n1,2,3\n", "t.csv:2: found 3 fields, expected 2 as in the header"),
    ("a,b\n1,\"2\n3,4\n", "t.csv:2: the quoted field that starts here never ends"),
    (
      "a,b\n\"1\"x,2\n",
      "t.csv:2: found text after a closing quote, expected a separator or a new line"
    ),
    ("a,b,a\n", "t.csv:1: the column a stands twice in the header"),
    ("", "t.csv:1: there is no header line with the names of the columns"),
    ("a,b\n\0,1\n", "t.csv:2: this is not a text in UTF-8"),
  ])
  func faultsNameTheirLine(text: String, message: String) {
    #expect(DataFixture.message { _ = try parse(text) } == message)
  }

  @Test func bytesThatAreNoUTF8AreAnError() {
    let error = #expect(throws: DataError.self) {
      try CSVTable(parsing: Array("a\n".utf8) + [0xFF, 0xFE], file: "t.csv")
    }
    #expect(error?.problem == .csv(.notText) && error?.line == 2)
  }

  @Test func columnsAreFoundWhateverTheirCase() throws {
    let table = try parse("FileID,Age,age\n")
    #expect(table.index(of: "fileid") == 0)
    #expect(table.index(of: "age") == 2)
    #expect(table.index(of: "AGE") == nil)
    #expect(
      DataFixture.message { _ = try table.requiredIndex(of: "FielID") }
        == "t.csv:1: there is no column FielID; did you mean FileID?")
  }

  @Test func whateverTheBytesTheParserEndsWithATableOrAnError() {
    let seeds = [
      "a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nz,3\r\n", "\u{FEFF}FileID;right_sup;csi\n1.0;2;\n;;\n",
      "a\tb\n1\t\"2\n\"\n\n", "x\r\r1\r2",
    ]
    let mutator = Mutator(dictionary: [
      "\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "\u{FEFF}", "\0",
    ])
    mutator.run(seeds: seeds.map { Array($0.utf8) }) { bytes in
      do throws(DataError) {
        let table = try CSVTable(parsing: bytes, file: "t.csv")
        let lines = bytes.count { $0 == 10 || $0 == 13 } + 1
        for row in table.rows {
          #expect(row.fields.count == table.header.count && (1...lines).contains(row.line))
        }
      } catch {
        #expect(error.file == "t.csv" && error.line != nil && !error.description.contains("\n"))
      }
    }
  }
}
