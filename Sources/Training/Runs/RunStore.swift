import Basics

/// The runs of a working folder: the newest one in `models/` and `logs/`, earlier ones in `runs/expN/`.
public struct RunStore: Sendable {
  /// Where the newest run lies.
  public let newest: RunFolders
  /// Where earlier runs lie.
  public let archive: String

  /// Creates a store over folders that need not exist yet.
  public init(newest: RunFolders, archive: String) {
    self.newest = newest
    self.archive = archive
  }

  /// Everything known about one run.
  public struct Entry: Sendable {
    /// What its `run.json` says.
    public var record: RunRecord
    /// Where its files lie.
    public var folders: RunFolders
  }

  /// All runs, oldest first; files that are no run records are passed over.
  public func entries() throws(FileError) -> [Entry] {
    var entries: [Entry] = []
    for name in try archivedNames() {
      let folders = RunFolders(movedTo: FilePath.join(archive, name))
      if let record = try Self.readRecord(folders) {
        entries.append(Entry(record: record, folders: folders))
      }
    }
    if let record = try Self.readRecord(newest) {
      entries.append(Entry(record: record, folders: newest))
    }
    return entries.sorted { Self.number(of: $0.record.name) < Self.number(of: $1.record.name) }
  }

  /// The run of a name, or the newest one.
  public func entry(named name: String?) throws(FileError) -> Entry? {
    let entries = try entries()
    guard let name else { return entries.last }
    return entries.last { $0.record.name == name }
  }

  /// Moves the files of the run in the newest folders to the archive, and gives the name for the next run.
  ///
  /// Only files that its `run.json` lists are moved, and that file itself last: a move cut short is completed by the
  /// next call.
  public func makeRoom() throws(FileError) -> String {
    let used = try archivedNames() + [try Self.readRecord(newest)?.name].compactMap(\.self)
    try archiveNewest()
    return "exp\((used.map(Self.number).max() ?? 0) + 1)"
  }

  /// Where a file will lie once `makeRoom` has moved the newest run away; files that are not that run's stay.
  public func futurePath(of path: String) throws(FileError) -> String {
    guard let record = try Self.readRecord(newest) else { return path }
    let destination = RunFolders(movedTo: FilePath.join(archive, record.name))
    let file = record.files.first { file in
      newest.path(of: file).map { FilePath.absolute($0) } == FilePath.absolute(path)
    }
    return file.flatMap(destination.path(of:)) ?? path
  }

  /// The run that lies in a folder with `models/` and `logs/`, wherever that was moved.
  public static func entry(movedTo folder: String) throws(FileError) -> Entry? {
    let folders = RunFolders(movedTo: folder)
    return try readRecord(folders).map { Entry(record: $0, folders: folders) }
  }

  private func archiveNewest() throws(FileError) {
    guard let record = try Self.readRecord(newest) else { return }
    let destination = RunFolders(movedTo: FilePath.join(archive, record.name))
    try FileSystem.createDirectory(destination.models)
    try FileSystem.createDirectory(destination.logs)
    for file in record.files where file != "logs/run.json" {
      guard let source = newest.path(of: file), let target = destination.path(of: file),
        FileSystem.exists(source)
      else { continue }
      try FileSystem.createDirectory(FilePath.parent(target))
      try FileSystem.move(source, to: target)
    }
    try FileSystem.move(newest.record, to: destination.record)
  }

  private static func readRecord(_ folders: RunFolders) throws(FileError) -> RunRecord? {
    guard FileSystem.exists(folders.record) else { return nil }
    let text = try FileSystem.readText(folders.record)
    return (try? JSONValue.parse(text)).flatMap(RunRecord.init(json:))
  }

  private func archivedNames() throws(FileError) -> [String] {
    guard FileSystem.isDirectory(archive) else { return [] }
    return try FileSystem.list(archive).filter { Self.number(of: $0) > 0 }
  }

  /// N of `expN`; 0 for any other name.
  private static func number(of name: String) -> Int {
    name.hasPrefix("exp") ? max(Int(name.dropFirst(3)) ?? 0, 0) : 0
  }
}
