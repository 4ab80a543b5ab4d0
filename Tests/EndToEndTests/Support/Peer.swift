import Basics
import Foundation
import Testing

/// Outside programs that open what ours writes.
enum Peer {
  private static let python = ProcessInfo.processInfo.environment["ROENTGEN_PYTHON"]

  /// Whether there is a Python in `ROENTGEN_PYTHON` that can do this.
  static func can(_ arguments: String...) -> Bool {
    python.map { (try? run($0, arguments)) != nil } ?? false
  }

  /// Standard output of a Python program as JSON.
  static func json(_ arguments: String...) throws -> JSONValue { try json(words: arguments) }

  /// The same, with the words in one list.
  static func json(words arguments: [String]) throws -> JSONValue {
    let python = try #require(python)
    return try JSONValue.parse(
      Array(try run(python, ["-W", "ignore"] + arguments)), allowsNonFinite: true)
  }

  private static func run(_ path: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    struct Failed: Error {}
    guard process.terminationStatus == 0 else { throw Failed() }
    return data
  }
}
