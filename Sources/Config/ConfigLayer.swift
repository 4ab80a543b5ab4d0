import Basics

/// Values from one source, such as a file or the flags of the command line.
public struct ConfigLayer: Hashable, Sendable {
  /// The values in order.
  public var assignments: [Assignment] = []
  /// The lines `[Section]` of a file, which are checked even if nothing follows them.
  public var headers: [INIDocument.Header] = []
  /// What is already known to be wrong.
  public var problems: [ConfigProblem] = []

  /// Creates a layer from values.
  public init(_ assignments: [Assignment]) { self.assignments = assignments }

  /// Creates a layer from the content of an INI text.
  public init(_ document: INIDocument) {
    assignments = document.assignments
    headers = document.headers
    problems = document.problems
  }

  /// The largest file accepted, in bytes.
  public static let maximumFileSize = 1 << 20

  /// Reads a layer from an INI file; one that cannot be read is a problem like any other.
  public init(file path: String) {
    do throws(FileError) {
      let bytes = try FileSystem.read(path, limit: Self.maximumFileSize)
      self.init(INIDocument(bytes, name: path))
    } catch {
      self.init([])
      problems = [ConfigProblem(issue: .unreadable(error))]
    }
  }

  /// Creates a layer from the texts behind `--set`, each `Section.key=value`; the last one wins.
  public init(settings: [String]) {
    self.init([])
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = trimmed(parts[0])
      guard parts.count == 2, let dot = name.lastIndex(of: "."), dot != name.startIndex,
        name.index(after: dot) != name.endIndex
      else {
        problems.append(
          ConfigProblem(origin: .option("--set"), issue: .malformedSetting(setting)))
        continue
      }
      assignments.append(
        Assignment(
          section: String(name[..<dot]), key: String(name[name.index(after: dot)...]),
          value: String(trimmed(parts[1])), origin: .option("--set")))
    }
  }
}
