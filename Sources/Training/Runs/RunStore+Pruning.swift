import Basics

extension RunStore {
  /// What is removed of runs that are no longer wanted.
  public enum PruningScope: Sendable {
    /// All checkpoints but the best.
    case checkpoints
    /// All of a run's own files.
    case everything
  }

  /// Files of one run that are to be removed.
  public struct Removal: Sendable {
    /// The run.
    public var entry: Entry
    /// The files, as `run.json` lists them; those that are there.
    public var files: [String]
    /// What they take, in bytes.
    public var byteCount: Int
    /// Whether nothing of the run is left.
    public var scope: PruningScope
  }

  /// What is removed when the newest runs alone are wanted; nothing is touched yet.
  ///
  /// - Parameters:
  ///   - count: How many of the newest runs are left alone, at least 1: the run in the newest folders always is.
  ///   - scope: How much of the others goes.
  /// - Returns: The runs that lose something, oldest first.
  public func removals(
    keeping count: Int, scope: PruningScope
  ) throws(FileError) -> [Removal] {
    precondition(count >= 1, "keeping \(count) runs")
    return try entries().dropLast(count).filter { $0.folders != newest }.compactMap { entry in
      let candidates = entry.record.files.filter { file in
        switch scope {
        case .checkpoints:
          file.hasSuffix(".pth") && file != "models/\(RunFolders.bestName)"
        case .everything: true
        }
      }
      let present = candidates.filter { file in
        entry.folders.path(of: file).map(FileSystem.isFile) ?? false
      }
      guard !present.isEmpty else { return nil }
      let bytes = present.compactMap(entry.folders.path(of:))
        .reduce(0) { $0 + ((try? FileSystem.fileSize($1)) ?? 0) }
      return Removal(entry: entry, files: present, byteCount: bytes, scope: scope)
    }
  }

  /// Removes files of a run; `run.json` is the last to go, so that a removal cut short can be repeated.
  ///
  /// Folders are removed when nothing else is in them.
  public func remove(_ removal: Removal) throws(FileError) {
    let folders = removal.entry.folders
    for file in removal.files where file != "logs/run.json" {
      if let path = folders.path(of: file), FileSystem.exists(path) {
        try FileSystem.remove(path)
      }
    }
    switch removal.scope {
    case .checkpoints:
      var record = removal.entry.record
      record.files.removeAll { removal.files.contains($0) }
      try AtomicFile.write(record.json.text(pretty: true), to: folders.record)
    case .everything:
      try FileSystem.remove(folders.record)
      try? FileSystem.remove(folders.lock)
      for folder in [folders.models, folders.logs, FilePath.parent(folders.logs)] {
        // What somebody else put there stays.
        if (try? FileSystem.list(folder))?.isEmpty ?? false { try? FileSystem.remove(folder) }
      }
    }
  }
}
