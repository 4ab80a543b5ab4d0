import Basics

/// An offline run of W&B: a folder with its records and the files that describe it.
struct WandBRun {
  private let path: String
  private let name: String
  private let id: String
  private let start: Double
  private let file: WandBFile
  private var rows: Int
  private var summary: JSONObject = [:]

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - options: Where W&B would keep it.
  ///   - settings: Its configuration.
  ///   - folder: Where offline runs lie.
  ///   - seconds: The present time since 1970.
  init(
    _ options: WandBOptions, settings: RunSettings, in folder: String, seconds: Double
  ) throws(FileError) {
    id = Self.makeID()
    name = "offline-run-\(WallClock.localText(seconds).compactTime)-\(id)"
    path = FilePath.join(folder, name)
    start = seconds
    rows = 0
    try FileSystem.createDirectory(FilePath.join(path, "files"))
    try FileSystem.createDirectory(FilePath.join(path, "logs"))
    file = try WandBFile(path: FilePath.join(path, "run-\(id).wandb"))
    try append(.header) { header in
      header.add(1) { version in
        // The writer's version of the format, and the least that a reader needs.
        version.add(1, "0.19.0")
        version.add(2, "0.13.0")
      }
    }
    try append(.run) { run in
      run.add(1, id)
      if let entity = options.entity { run.add(2, entity) }
      run.add(3, options.project)
      run.add(4) { $0.addItems(settings.sections) }
      if let group = options.group { run.add(6, group) }
      if let name = options.name { run.add(8, name) }
      run.add(17) { $0.addTime(seconds) }
    }
    try append(.config) { $0.addItems(settings.sections) }
    try defineMetrics()
    try writeDescriptions(settings)
  }

  /// Goes on with a run as a checkpoint knew it; nil when its file is not there or has lost some of it.
  init?(continuing bookmark: WandBBookmark, in folder: String) throws(FileError) {
    name = bookmark.folder
    id = bookmark.id
    start = bookmark.start
    rows = bookmark.rows
    summary = bookmark.summary
    path = FilePath.join(folder, bookmark.folder)
    let records = FilePath.join(path, "run-\(bookmark.id).wandb")
    guard FileSystem.isFile(records), try FileSystem.fileSize(records) >= bookmark.position.length
    else { return nil }
    file = try WandBFile(path: records, from: bookmark.position)
  }

  /// What a checkpoint keeps.
  var bookmark: WandBBookmark {
    WandBBookmark(
      folder: name, id: id, start: start, position: file.position, rows: rows, summary: summary)
  }

  /// Appends a row to the history.
  mutating func append(_ row: JSONObject, seconds: Double) throws(FileError) {
    var row = row
    row["_step"] = .int(rows)
    row["_runtime"] = .double(max(0, seconds - start))
    row["_timestamp"] = .double(seconds)
    try append(.history) { history in
      history.addItems(row)
      history.add(2) { $0.add(1, rows) }
    }
    summary["_step"] = .int(rows)
    rows += 1
  }

  /// Takes values into the summary, in place of earlier ones.
  mutating func summarize(_ values: JSONObject) {
    for (key, value) in values.pairs { summary[key] = value }
  }

  /// Writes the summary as it is now.
  mutating func writeSummary(seconds: Double) throws(FileError) {
    summary["_runtime"] = .double(max(0, seconds - start))
    summary["_timestamp"] = .double(seconds)
    summary["_wandb"] = ["runtime": .int(Int(max(0, seconds - start)))]
    try append(.summary) { $0.addItems(summary) }
    try AtomicFile.write(
      JSONValue.object(summary).text(pretty: true), to: filePath("wandb-summary.json"))
  }

  /// Ends the run.
  func end(exitCode: Int, seconds: Double) throws(FileError) {
    try append(.exit) { exit in
      exit.add(1, exitCode)
      exit.add(2, Int(max(0, seconds - start)))
    }
  }

  /// Charts run over updates of the weights: rows are of steps and of epochs alike.
  private func defineMetrics() throws(FileError) {
    try append(.metric) { metric in
      metric.add(1, "global_step")
      metric.add(6) { $0.add(3, 1) }
    }
    try append(.metric) { metric in
      metric.add(2, "*")
      metric.add(4, "global_step")
      metric.add(6) { $0.add(1, 1) }
    }
  }

  /// The files beside the records: the configuration, and what the run is.
  private func writeDescriptions(_ settings: RunSettings) throws(FileError) {
    // JSON is YAML.
    let lines = settings.sections.pairs.map { "\($0.key):\n    value: \($0.value.text())\n" }
    try AtomicFile.write(lines.joined(), to: filePath("config.yaml"))
    let metadata: JSONValue = [
      "startedAt": .string(WallClock.iso8601(start)), "program": "roentgen",
    ]
    try AtomicFile.write(metadata.text(pretty: true), to: filePath("wandb-metadata.json"))
    try append(.files) { record in
      for name in ["config.yaml", "wandb-metadata.json", "wandb-summary.json"] {
        record.add(1) { item in
          item.add(1, name)
          item.add(2, 1)
        }
      }
    }
  }

  private func filePath(_ name: String) -> String { FilePath.join(path, "files", name) }

  private func append(
    _ kind: WandBRecordKind, _ build: (inout ProtobufMessage) -> Void
  ) throws(FileError) {
    var content = ProtobufMessage()
    build(&content)
    try file.append(kind.rawValue, content)
  }

  /// Eight small letters and digits, as W&B draws them; never those of another run, whatever the seed.
  private static func makeID() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<8).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }
}

/// What a record says; the raw values are the fields of `Record` in `wandb_internal.proto`.
private enum WandBRecordKind: Int {
  case history = 2
  case summary = 3
  case config = 5
  case files = 6
  case metric = 12
  case run = 17
  case exit = 18
  case header = 21
}

extension ProtobufMessage {
  /// Adds keys and values, each as JSON, as field 1.
  fileprivate mutating func addItems(_ items: JSONObject) {
    for (key, value) in items.pairs {
      add(1) { item in
        item.add(1, key)
        item.add(16, value.text())
      }
    }
  }

  /// Fills in a `google.protobuf.Timestamp`.
  fileprivate mutating func addTime(_ seconds: Double) {
    let whole = seconds.rounded(.down)
    add(1, Int(whole))
    add(2, Int((seconds - whole) * 1e9))
  }
}

extension String {
  /// `20261121_034512` for `2026-11-21 03:45:12`.
  fileprivate var compactTime: String {
    String(compactMap { $0 == " " ? "_" : $0.isNumber ? $0 : nil })
  }
}
