import Basics
import Foundation
import Imaging
import Medical
import Testing

/// Every key has an effect that can be seen.
@Suite struct KeyEffectTests {
  /// What a run shows to those who look at its files.
  private struct Appearance: Equatable {
    var status: Int
    var errors: String
    var learned: LearnedState?
    var files: [String] = []
    var run: [JSONValue?] = []
  }

  @Test(arguments: 0..<KeyCase.groups.count)
  func everyKeyChangesTheRun(group: Int) throws {
    let work = try makeWorkspace()
    var known: [[String: String]: Appearance] = [:]
    for (number, item) in KeyCase.groups[group].enumerated() {
      let before =
        try known[item.context] ?? appearance(of: item.context, in: work, "\(number)-before")
      known[item.context] = before
      var changed = item.context
      changed[item.key] = item.value
      let after = try appearance(of: changed, in: work, "\(number)-after")
      let isSame = before == after
      #expect(!isSame, "\(item.key) = \(item.value) changes nothing")
      // One of the two must work, or the comparison says nothing.
      #expect(before.status == 0 || after.status == 0, "\(item.key): \(after.errors)")
    }
  }

  @Test func everyKeyIsCovered() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure()
    let output = try work.run("--mode", "check").output
    var section = ""
    var keys: [String] = []
    for line in output.split(separator: "\n") {
      if line == "Data" { break }
      if line.hasPrefix("  [") {
        section = String(line.dropFirst(3).dropLast())
      } else if line.hasPrefix("    "), let name = line.split(separator: " ").first {
        keys.append("\(section).\(name)")
      }
    }
    #expect(keys.count > 70)
    let covered = KeyCase.groups.joined().map(\.key) + KeyCase.unseen.keys
    #expect(Set(covered).count == covered.count)
    #expect(Set(keys) == Set(covered))
  }

  /// Whatever is not seen here is seen in the suite that is named: it speaks of the key, or of its flag.
  @Test func everyOtherKeyIsSeenElsewhere() throws {
    var suites: [String: String] = [:]
    let names = try #require(FileManager.default.enumerator(atPath: "Tests".inRepository))
    for case let name as String in names where name.hasSuffix("Tests.swift") {
      suites[FilePath.stem(name), default: ""] +=
        try FileSystem.readText(FilePath.join("Tests".inRepository, name))
    }
    for (key, reason) in KeyCase.unseen {
      let words = reason.split { " :,;()".contains($0) }.map(String.init)
      let suite = try #require(words.last { $0.hasSuffix("Tests") }, "\(key): \(reason)")
      let text = try #require(suites[suite], "\(key): there is no \(suite)")
      let name = String(key.split(separator: ".")[1])
      let flag = "--" + name.replacing("_", with: "-")
      let wanted = reason.hasSuffix(")") ? [words[words.count - 1]] : [name, flag]
      #expect(wanted.contains { text.contains($0) }, "\(suite) says nothing of \(key)")
    }
  }

  @Test func outputGoesWhereItIsAsked() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure([
      "Output.models_dir": "a/weights", "Output.logs_dir": "b", "Output.runs_dir": "c",
    ])
    for _ in 0..<2 {
      let outcome = try work.run("--mode", "train", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try work.list("a/weights") == ["best_model.pth", "last_model.pth"])
    #expect(work.exists("b/run.json"))
    #expect(try work.list("c") == ["exp1"])
    #expect(try work.list("c/exp1/models") == ["best_model.pth", "last_model.pth"])
    #expect(!work.exists("models") && !work.exists("logs") && !work.exists("runs"))
  }

  private func appearance(
    of changes: [String: String], in work: Workspace, _ name: String
  ) throws -> Appearance {
    let output = [
      "Output.models_dir": "\(name)/models", "Output.logs_dir": "\(name)/logs",
      "Output.runs_dir": "\(name)/runs",
    ]
    try work.configure(changes.merging(output) { $1 })
    let outcome = try work.run("--mode", "train", "--quiet")
    guard outcome.status == 0 else {
      return Appearance(status: outcome.status, errors: outcome.errors)
    }
    let run = try work.json("\(name)/logs/run.json")
    return Appearance(
      status: 0, errors: outcome.errors, learned: try work.learned(in: name),
      files: try work.list("\(name)/models") + work.list("\(name)/logs").map(Self.timeless),
      run: ["best_epoch", "best_metric", "test", "seed", "threads"].map { run[$0] })
  }

  /// The names of event files hold the time.
  private static func timeless(_ name: String) -> String {
    name.hasPrefix("events.out.tfevents.") ? "events.out.tfevents" : name
  }

  /// Folders of images, tables over them, and weights.
  private func makeWorkspace() throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 12, seed: 1, size: 64))
    for name in try work.list("phantoms/images") {
      for (side, columns) in [("right", 8..<24), ("left", 40..<56)] {
        let mask = Image(
          width: 64, height: 64, channels: 1,
          pixels: (0..<4096).map { columns.contains($0 % 64) ? 255 : 0 as UInt8 })
        try work.write(
          try ImageCodec.encodePNG(mask), to: "lungs/\(FilePath.stem(name))_\(side)_lung_mask.png")
      }
    }
    var rows: [(id: String, other: String, isDark: Bool)] = []
    for index in 0..<12 {
      let number = index < 10 ? "0\(index)" : "\(index)"
      for name in ["dark", "light"] {
        let bytes = try work.bytes("data/\(name)/\(name)\(number).png")
        try work.write(bytes, to: "broken/\(name)/\(name)\(number).png")
        let wide = Image(
          width: 30, height: 20, channels: 1,
          pixels: (0..<600).map { UInt8(($0 * (index + 3) + (name == "dark" ? 0 : 100)) % 251) })
        try work.write(
          try ImageCodec.encodePNG(wide), to: "wide/\(name)/\(name)\(number).png")
        let swapped = name == "dark" ? "light" : "dark"
        rows.append(
          ("\(name)/\(name)\(number)", "\(swapped)/\(swapped)\(number)", name == "dark"))
      }
    }
    try work.write("no image", to: "broken/dark/broken.png")
    var table = "id,code,class,kind,patient,part\n"
    var mixed = "id,class\n"
    var groups = "id,patient\n"
    for (index, row) in rows.enumerated() {
      let part = ["train", "train", "val", "test"][index / 2 % 4]
      table += "\(row.id),\(row.other),\(row.isDark ? "a" : "b"),\(index / 2 % 3),"
      table += "p\(index / 4),\(part)\n"
      mixed += "\(row.id),\(index / 2 % 2)\n"
      groups += "\(row.id),g\(index % 5)\n"
    }
    try work.write(table, to: "table.csv")
    try work.write(mixed, to: "mixed.csv")
    try work.write(groups, to: "groups.csv")
    func ids(_ range: Range<Int>) -> JSONValue {
      .array(
        range.flatMap { index -> [JSONValue] in
          let number = index < 10 ? "0\(index)" : "\(index)"
          return ["dark", "light"].map { .string("\($0)/\($0)\(number).png") }
        })
    }
    let splits: JSONValue = ["train": ids(6..<20), "val": ids(0..<3), "test": ids(3..<6)]
    try work.write(splits.text(), to: "splits.json")
    try work.configure(["Output.models_dir": "given", "Training.seed": "9"])
    try work.run("--mode", "train", "--quiet")
    try FileSystem.move(work.path("given/best_model.pth"), to: work.path("given.pth"))
    return work
  }
}
