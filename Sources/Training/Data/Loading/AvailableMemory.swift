import Basics

/// The memory that this process may still take without swapping or being killed.
public struct AvailableMemory: Hashable, Sendable {
  /// The number of bytes: what the system has available, or what is left of the limit of the
  /// control group (a container's), whichever is less.
  public let byteCount: Int

  /// Asks the system.
  public init() {
    self.init { try? FileSystem.readText($0, limit: 1 << 16) }
  }

  /// Computes the number from the texts of the system's files.
  ///
  /// - Parameter read: the text of a file below `/proc` or `/sys`, nil if there is none.
  package init(_ read: (String) -> String?) {
    let system =
      read("/proc/meminfo").flatMap { AvailableMemory.kibibytes(of: "MemAvailable:", in: $0) }
      ?? 2 << 30
    byteCount = max(0, min(system, AvailableMemory.leftInControlGroup(read) ?? .max))
  }

  private static func kibibytes(of name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        .flatMap { $0.multipliedReportingOverflow(by: 1024).overflow ? nil : $0 * 1024 }
    }
    return nil
  }

  /// What is left of the tightest limit on the way up from the process's group (version 2), or of
  /// the one limit that version 1 shows inside containers.
  private static func leftInControlGroup(_ read: (String) -> String?) -> Int? {
    func number(_ path: String) -> Int? {
      read(path).flatMap { Int($0.split(separator: "\n").first ?? "") }
    }
    func left(_ limit: String, _ usage: String) -> Int? {
      // Version 1 spells "no limit" as a number that no machine reaches.
      guard let limit = number(limit), limit < 1 << 60 else { return nil }
      return limit - min(limit, number(usage) ?? 0)
    }
    var tightest = left(
      "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes")
    let line = read("/proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::/") }
    var group = line.map { String($0.dropFirst(3)) } ?? "/"
    while true {
      let folder = FilePath.join("/sys/fs/cgroup", String(group.dropFirst()))
      if let left = left("\(folder)/memory.max", "\(folder)/memory.current") {
        tightest = min(tightest ?? .max, left)
      }
      if group == "/" || group.isEmpty { return tightest }
      group = FilePath.parent(group)
    }
  }
}
