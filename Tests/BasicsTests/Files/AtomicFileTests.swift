import Basics
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let directory = TemporaryDirectory()

  @Test func writesAndReplacesAWholeFile() throws {
    let path = directory.file("a.txt")
    try AtomicFile.write("first", to: path)
    try AtomicFile.write("second", to: path)
    #expect(try FileSystem.readText(path) == "second")
    #expect(try FileSystem.list(directory.path) == ["a.txt"])
  }

  @Test func writesPieceByPieceAcrossItsBuffer() throws {
    let path = directory.file("big")
    let numbers = (0..<50_000).map { Float($0) }
    try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
      try writer.write("head")
      #expect(writer.position == 4)
      try writer.write(numbers.span.bytes)
      try writer.write([1, 2, 3])
      #expect(writer.position == 4 + 200_000 + 3)
    }
    let expected = Array("head".utf8) + numbers.withUnsafeBytes { Array($0) } + [1, 2, 3]
    #expect(try FileSystem.read(path) == expected)
  }

  @Test func aFailureLeavesTheEarlierFileAndNoTemporary() throws {
    let path = directory.file("a.txt")
    try AtomicFile.write("earlier", to: path)
    let failure = FileError(code: .diskFull, operation: "write", path: path)
    #expect(throws: failure) {
      try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
        try writer.write("half")
        throw failure
      }
    }
    #expect(try FileSystem.readText(path) == "earlier")
    #expect(try FileSystem.list(directory.path) == ["a.txt"])
  }

  @Test func aDirectoryThatIsMissingIsNamed() {
    let path = directory.file("missing/a.txt")
    #expect(throws: FileError(code: .notFound, operation: "write", path: path)) {
      try AtomicFile.write("x", to: path)
    }
  }

  @Test func aDirectoryIsNotReplaced() throws {
    #expect(throws: FileError(code: .isDirectory, operation: "write", path: directory.path)) {
      try AtomicFile.write("x", to: directory.path)
    }
  }

  @Test func errorsReadAsOneLine() {
    let error = FileError(code: .diskFull, operation: "write", path: "logs/run.json")
    #expect(error.description == "cannot write logs/run.json: the disk is full")
  }
}
