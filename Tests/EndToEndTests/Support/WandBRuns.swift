import Basics
import Testing

/// The offline runs of a working folder, read by a test's own reader.
struct WandBRuns {
  /// One run.
  struct Run {
    var folder: String
    var file: String
    var id = ""
    var project: String?
    var entity: String?
    var group: String?
    var name: String?
    var history: [JSONObject] = []
    var summary: JSONObject = [:]
    var exitCode: Int?
    /// The numbers of all records.
    var numbers: [Int] = []
  }

  private(set) var runs: [Run] = []

  init(_ work: Workspace) throws {
    for folder in try work.list("wandb") where folder.hasPrefix("offline-run-") {
      let id = try #require(folder.split(separator: "-").last)
      let file = "wandb/\(folder)/run-\(id).wandb"
      var run = Run(folder: "wandb/\(folder)", file: file)
      for record in try Self.records(work.bytes(file)) { try Self.take(record, &run) }
      runs.append(run)
    }
  }

  private static func take(_ bytes: [UInt8], _ run: inout Run) throws {
    let record = try #require(ProtobufFields(bytes))
    run.numbers.append(Int(record[number: 1] ?? 0))
    for description in record[messages: 17] {
      run.id = description[text: 1] ?? ""
      run.entity = description[text: 2]
      run.project = description[text: 3]
      run.group = description[text: 6]
      run.name = description[text: 8]
    }
    for history in record[messages: 2] { run.history.append(try items(history)) }
    for summary in record[messages: 3] {
      for (key, value) in try items(summary).pairs { run.summary[key] = value }
    }
    for exit in record[messages: 18] { run.exitCode = Int(exit[number: 1] ?? 0) }
  }

  private static func items(_ message: ProtobufFields) throws -> JSONObject {
    JSONObject(
      try message[messages: 1].map { item in
        (try #require(item[text: 1]), try JSONValue.parse(try #require(item[text: 16])))
      })
  }

  /// The records of a file; one that is cut short ends it.
  private static func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
    try #require(bytes.starts(with: Array(":W&B".utf8) + [0xE1, 0xBE, 0]))
    var records: [[UInt8]] = []
    var parts: [UInt8] = []
    var place = 7
    while place + 7 <= bytes.count {
      let room = 32_768 - place % 32_768
      if room < 7 {
        place += room
        continue
      }
      let count = Int(bytes[place + 4]) | Int(bytes[place + 5]) << 8
      guard place + 7 + count <= bytes.count else { break }
      let checksum = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
      try #require(CRC32.checksum(Array(bytes[place + 6..<place + 7 + count])) == checksum)
      parts += bytes[place + 7..<place + 7 + count]
      if [1, 4].contains(bytes[place + 6]) {
        records.append(parts)
        parts = []
      }
      place += 7 + count
    }
    return records
  }
}
