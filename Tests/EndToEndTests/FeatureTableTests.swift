import Basics
import Foundation
import Testing

/// `docs/features.md` names nothing that does not exist.
@Suite struct FeatureTableTests {
  private static let page = try? FileSystem.readText("docs/features.md".inRepository)

  /// What stands between backquotes.
  private static func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }

  private static func rows() throws -> [(section: String, cells: [String])] {
    var section = ""
    var rows: [(section: String, cells: [String])] = []
    for line in try #require(page).split(separator: "\n") {
      if line.hasPrefix("#") { section = line.drop { $0 == "#" || $0 == " " }.description }
      guard line.hasPrefix("| "), !line.hasPrefix("| there"), !line.hasPrefix("| defect") else {
        continue
      }
      rows.append(
        (
          section,
          line.dropFirst().dropLast().components(separatedBy: " |").map {
            $0.trimmingCharacters(in: .whitespaces)
          }
        ))
    }
    return rows
  }

  /// The text of each suite's file, by its name.
  private static func suites() throws -> [String: String] {
    var suites: [String: String] = [:]
    let folder = "Tests".inRepository
    let names = try #require(FileManager.default.enumerator(atPath: folder))
    for case let name as String in names where name.hasSuffix("Tests.swift") {
      suites[FilePath.stem(name), default: ""] +=
        try FileSystem.readText(FilePath.join(folder, name))
    }
    return suites
  }

  @Test func everyTestExists() throws {
    let suites = try Self.suites()
    var count = 0
    for name in Self.quoted(try #require(Self.page)) {
      let parts = name.split(separator: ".")
      guard parts.count == 2, parts[0].hasSuffix("Tests") else { continue }
      count += 1
      let text = try #require(suites[String(parts[0])], "there is no suite \(parts[0])")
      let before = try #require(
        text.firstRange(of: "func \(parts[1])(").map { text[..<$0.lowerBound] },
        "there is no test \(name)")
      let last = before.components(separatedBy: "func ").last
      #expect(last?.contains("@Test") == true, "\(name) is no test")
    }
    #expect(count > 200)
  }

  /// Each feature has a test unless it says that it is not taken over; each defect too.
  @Test func everyRowIsShown() throws {
    let rows = try Self.rows()
    #expect(rows.count > 180)
    for row in rows {
      #expect(row.cells.count == (row.section.hasPrefix("Of ") ? 2 : 3), "\(row.cells)")
      let isShown = row.cells.last?.contains("Tests.") == true
      let isLeft = row.cells.contains { $0.lowercased().hasPrefix("not taken over:") }
      #expect(isShown != isLeft, "\(row.cells)")
    }
  }

  @Test func everyKeyAndFlagExists() throws {
    let work = try Workspace()
    var flags: Set<String> = []
    for mode in [
      "init", "check", "train", "train-optimized", "hyperopt", "sweep", "sweep-agent", "evaluate",
      "predict", "explain", "report", "archive", "prune", "export",
    ] {
      let help = try work.run("--mode", mode, "--help").output
      let common = try work.run("--help").output
      for word in (help + common).split(whereSeparator: { " ,\n".contains($0) })
      where word.hasPrefix("--") {
        flags.insert(String(word))
      }
    }
    // `make docs` writes it from the schema, and a test holds it to that.
    var keys: Set<String> = []
    var section = ""
    for line in try FileSystem.readText("docs/configuration.md".inRepository)
      .split(separator: "\n")
    {
      if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
      guard line.hasPrefix("| `") else { continue }
      keys.insert("\(section).\(line.dropFirst(3).prefix { $0 != "`" })")
    }
    let sections = Set(keys.map { String($0.prefix { $0 != "." }) })
    // The left column speaks of other programs.
    for row in try Self.rows() where !row.section.hasPrefix("Of ") {
      for name in Self.quoted(row.cells[1]) {
        let word = String(name.prefix { $0 != " " })
        if word.hasPrefix("--") {
          #expect(flags.contains(word), "\(word)")
        } else if let dot = word.firstIndex(of: "."), sections.contains(String(word[..<dot])) {
          #expect(keys.contains(word), "\(word)")
        }
      }
    }
    #expect(keys.count > 150 && flags.count > 30)
  }
}
