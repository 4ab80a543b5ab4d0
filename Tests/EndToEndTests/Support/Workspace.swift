import Basics
import Glibc
import Imaging
import TestSupport

/// A temporary working folder in which the program is run.
final class Workspace {
  private let directory = TemporaryDirectory()
  private var started = 0

  init() throws {
    try FileSystem.createDirectory(directory.file("streams"))
    try FileSystem.createDirectory(directory.file("work"))
  }

  /// The path of a file of the folder.
  func path(_ name: String) -> String { FilePath.join(directory.file("work"), name) }

  /// Starts the program.
  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
    started += 1
    return try RunningProgram(
      arguments, in: directory.file("work"), streams: directory.file("streams/\(started)"),
      environment: environment)
  }

  /// Starts a shell script of the folder, in which `$0` is the program.
  func start(script: String, _ arguments: String...) throws -> RunningProgram {
    started += 1
    return try RunningProgram(
      script: script, arguments, in: directory.file("work"),
      streams: directory.file("streams/\(started)"), environment: [:])
  }

  /// Starts the example of docs/extending.md.
  func startExample() throws -> RunningProgram {
    started += 1
    return try RunningProgram(
      program: "library-example", [], in: directory.file("work"),
      streams: directory.file("streams/\(started)"), environment: [:])
  }

  /// Runs the program to its end.
  @discardableResult
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try start(arguments, environment: environment).wait()
  }

  /// Runs the program with words in one list.
  func run(words: [String]) throws -> Outcome { try start(words).wait() }

  /// Writes a file, and the folders on its way.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file, and the folders on its way.
  func write(_ bytes: [UInt8], to name: String) throws {
    try FileSystem.createDirectory(FilePath.parent(path(name)))
    try AtomicFile.write(bytes, to: path(name))
  }

  func text(_ name: String) throws -> String { try FileSystem.readText(path(name)) }

  func bytes(_ name: String) throws -> [UInt8] { try FileSystem.read(path(name)) }

  func json(_ name: String) throws -> JSONValue { try JSONValue.parse(text(name)) }

  func exists(_ name: String) -> Bool { FileSystem.exists(path(name)) }

  func list(_ name: String) throws -> [String] {
    try FileSystem.list(path(name)).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Waits until something is so; false after a minute.
  func wait(until condition: () -> Bool) -> Bool {
    for _ in 0..<12_000 {
      if condition() { return true }
      usleep(5_000)
    }
    return false
  }
}

extension Workspace {
  /// Images that a small network learns within seconds: noise around dark grey in `data/dark`, around light grey in
  /// `data/light`, named `dark00.png` and so on.
  func makeImages(perClass count: Int = 20, side: Int = 16) throws {
    for (name, grey) in [("dark", 60), ("light", 190)] {
      for index in 0..<count {
        var random = RandomSource(seed: 1).split(name).split(index)
        let pixels = (0..<side * side).map { _ in UInt8(grey - 50 + random.nextInt(below: 100)) }
        let image = Image(width: side, height: side, channels: 1, pixels: pixels)
        let number = index < 10 ? "0\(index)" : "\(index)"
        try write(try ImageCodec.encodePNG(image), to: "data/\(name)/\(name)\(number).png")
      }
    }
  }

  /// Writes `config.ini`: a small network on those images.
  ///
  /// - Parameter changes: Keys as `Section.key`, with their values.
  func configure(_ changes: [String: String] = [:]) throws {
    try write(Workspace.configuration(changes), to: "config.ini")
  }

  /// The text of a configuration.
  static func configuration(_ changes: [String: String] = [:]) -> String {
    let keys = [
      "Data.dataset": "folder", "Data.root": "data", "Data.image_size": "16",
      "Data.channels": "1", "Training.n_epochs": "3", "Training.batch_size": "8",
      "Training.threads": "1", "Training.num_workers": "1", "Model.model_arch": "LeNet",
      "Model.dropout": "0.1", "Callbacks.early_stopping_patience": "0",
      "Logging.report": "false",
    ].merging(changes) { $1 }
    var sections: [String: [String]] = [:]
    for (name, value) in keys.sorted(by: { $0.key < $1.key }) {
      let parts = name.split(separator: ".", maxSplits: 1)
      sections[String(parts[0]), default: []].append("\(parts[1]) = \(value)")
    }
    return sections.sorted { $0.key < $1.key }
      .map { "[\($0.key)]\n" + $0.value.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }
}
