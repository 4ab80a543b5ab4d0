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

  /// The runs that stay when the newest alone are wanted, oldest first: the run in the newest folders always does.
  ///
  /// - Parameter count: How many of the newest runs are left alone, at least 1.
  public func kept(_ count: Int) throws(FileError) -> [Entry] {
    precondition(count >= 1, "keeping \(count) runs")
    let entries = try entries()
    return entries.enumerated()
      .filter { $0.offset >= entries.count - count || $0.element.folders == newest }
      .map(\.element)
  }

  /// What is removed when the newest runs alone are wanted; nothing is touched yet.
  ///
  /// - Parameters:
  ///   - count: How many of the newest runs are left alone, at least 1.
  ///   - scope: How much of the others goes.
  ///   - needed: Absolute paths of files without which a run that stays could not be repeated: with `checkpoints` they
  ///     stay, with `everything` the whole of the run that they belong to.
  /// - Returns: The runs that lose something, oldest first.
  public func removals(
    keeping count: Int, scope: PruningScope, needed: Set<String> = []
  ) throws(FileError) -> [Removal] {
    let kept = Set(try kept(count).map(\.record.name))
    return try entries().filter { !kept.contains($0.record.name) }.compactMap { entry in
      let candidates = entry.record.files.filter { file in
        switch scope {
        case .checkpoints:
          file.hasSuffix(".pth") && file != "models/\(RunFolders.bestName)"
            && !entry.owns(file, among: needed)
        case .everything: true
        }
      }
      if scope == .everything, candidates.contains(where: { entry.owns($0, among: needed) }) {
        return nil
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

  /// The runs, of those that would go, of which something is needed: their names, oldest first.
  public func needed(_ paths: Set<String>, keeping count: Int) throws(FileError) -> [String] {
    let kept = Set(try kept(count).map(\.record.name))
    return try entries().filter { entry in
      !kept.contains(entry.record.name)
        && entry.record.files.contains { entry.owns($0, among: paths) }
    }.map(\.record.name)
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

extension RunStore.Entry {
  /// Whether a file of the run, named as in `run.json`, is one of some absolute paths.
  fileprivate func owns(_ file: String, among paths: Set<String>) -> Bool {
    folders.path(of: file).map { paths.contains(FilePath.absolute($0)) } ?? false
  }
}
