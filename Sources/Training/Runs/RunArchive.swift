import Basics
import Checkpoints

/// A run in one zip file: unpacked, it is a run's folder again.
public enum RunArchive {
  /// What went into an archive.
  public struct Contents: Sendable, Equatable {
    /// The names of the members, such as `exp3/logs/run.json`.
    public var names: [String]
    /// The size of the archive in bytes.
    public var byteCount: Int
  }

  /// Packs a run's own files, as they are.
  ///
  /// - Parameters:
  ///   - entry: The run; nobody may write to it meanwhile.
  ///   - path: The archive, replaced if it exists.
  ///   - includesCheckpoints: Whether weights go in too; without them, the run cannot be continued.
  public static func write(
    _ entry: RunStore.Entry, to path: String, includesCheckpoints: Bool
  ) throws(FileError) -> Contents {
    let files = entry.record.files.sorted().compactMap { file -> (name: String, path: String)? in
      guard includesCheckpoints || !file.hasSuffix(".pth"),
        let source = entry.folders.path(of: file), FileSystem.isFile(source)
      else { return nil }
      return ("\(entry.record.name)/\(file)", source)
    }
    var archive = ZipWriter()
    var byteCount = 0
    try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
      for file in files { try add(file.path, as: file.name, to: &archive, &writer) }
      try writer.write(archive.finish())
      byteCount = writer.position
    }
    return Contents(names: files.map(\.name), byteCount: byteCount)
  }

  private static func add(
    _ path: String, as name: String, to archive: inout ZipWriter, _ writer: inout FileWriter
  ) throws(FileError) {
    guard try FileSystem.fileSize(path) > 0 else {
      try writer.write(archive.begin(name, size: 0, checksum: 0))
      return
    }
    let file = try MappedFile(path)
    var checksum = CRC32()
    for range in pieces(of: file.count) { checksum.update(file.bytes(in: range) ?? []) }
    try writer.write(archive.begin(name, size: file.count, checksum: checksum.value))
    for range in pieces(of: file.count) { try writer.write(file.bytes(in: range) ?? []) }
  }

  private static func pieces(of count: Int) -> [Range<Int>] {
    let size = 1 << 20
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
