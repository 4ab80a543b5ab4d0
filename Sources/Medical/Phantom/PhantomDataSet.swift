import Basics
import Glibc
import Imaging

/// Phantoms as files: a folder of images, a table of labels, and a manifest.
///
/// `images/ID.png` or `.jpg`; `labels.csv` with the columns `FileID`, the six zones, `csi` and
/// `patient_id`, separated by semicolons, where the cell of an ungradable zone is empty and `csi` is
/// the mean of the graded ones; `phantom.json` with the options. The folder appears whole or not at
/// all, and is never overwritten.
public enum PhantomDataSet {
  /// What `write` did.
  public enum Outcome: Hashable, Sendable {
    /// The data set was made.
    case written
    /// The same data set was there already.
    case reused
  }

  /// The name of the folder of images.
  public static let imageDirectory = "images"
  /// The name of the table.
  public static let tableName = "labels.csv"
  /// The name of the file that says what the data set was made with.
  public static let manifestName = "phantom.json"

  /// Writes a data set, unless the same one is there.
  ///
  /// - Parameters:
  ///   - directory: the folder to make; it may exist if it is empty, and its parents are made.
  ///   - options: what to draw.
  ///   - threads: how many images are drawn at a time; by default one for each processor.
  ///   - progress: called on the calling thread with the number of images written so far.
  /// - Throws: `.occupied`, `.different` and `.damaged` if the folder holds something else.
  @discardableResult
  public static func write(
    to directory: String, options: PhantomOptions, threads: Int? = nil,
    progress: (Int) -> Void = { _ in }
  ) throws(PhantomError) -> Outcome {
    let generator = PhantomGenerator(options)
    let table = table(of: generator)
    let manifest = PhantomManifest(
      version: PhantomGenerator.version, options: options,
      tableSHA256: SHA256.hexadecimal(Array(table.utf8)))
    if try holds(manifest, directory, generator) { return .reused }
    let parent = FilePath.parent(FilePath.absolute(directory))
    let stage = FilePath.join(parent, stagePrefix(directory) + String(getpid()))
    do throws(FileError) {
      try FileSystem.createDirectory(parent)
      try removeLeftovers(of: directory, in: parent)
      try FileSystem.createDirectory(FilePath.join(stage, imageDirectory))
    } catch {
      throw .file(error)
    }
    defer { try? FileSystem.removeTree(stage) }
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    try PhantomImageWriter(generator: generator, directory: FilePath.join(stage, imageDirectory))
      .writeAll(threads: min(options.count, max(1, threads ?? processors)), progress: progress)
    do throws(FileError) {
      try AtomicFile.write(table, to: FilePath.join(stage, tableName))
      try AtomicFile.write(manifest.text, to: FilePath.join(stage, manifestName))
      // One call for all images is much faster than one for each.
      sync()
      try FileSystem.move(stage, to: FilePath.absolute(directory))
    } catch {
      // Another process may have been faster.
      if try holds(manifest, directory, generator) { return .reused }
      throw .file(FileError(code: error.code, operation: error.operation, path: directory))
    }
    return .written
  }

  /// The text of `labels.csv`.
  static func table(of generator: PhantomGenerator) -> String {
    var text = "FileID;\(Zone.names.joined(separator: ";"));csi;patient_id\n"
    for index in 0..<generator.options.count {
      let record = generator.record(index)
      let cells = record.labels.map { CongestionGrade.graded.contains($0) ? String($0) : "" }
      let score = record.score.map { NumberText.fixed($0, decimals: 2) } ?? ""
      text += "\(record.id);\(cells.joined(separator: ";"));\(score);\(record.patientID)\n"
    }
    return text
  }

  /// Whether a folder holds the data set; false if it is absent or empty.
  private static func holds(
    _ wanted: PhantomManifest, _ directory: String, _ generator: PhantomGenerator
  ) throws(PhantomError) -> Bool {
    guard FileSystem.exists(directory) else { return false }
    do throws(FileError) {
      if try FileSystem.list(directory).isEmpty { return false }
    } catch {
      throw .file(error)
    }
    let path = FilePath.join(directory, manifestName)
    guard let text = try? FileSystem.readText(path, limit: 1 << 16),
      let found = PhantomManifest(text: text)
    else { throw .occupied(path: directory) }
    guard found.version == wanted.version, found.options == wanted.options else {
      throw .different(path: directory, found: found.summary, wanted: wanted.summary)
    }
    let table = try? FileSystem.read(FilePath.join(directory, tableName))
    guard let table, SHA256.hexadecimal(table) == wanted.tableSHA256 else {
      throw .damaged(path: directory, file: tableName)
    }
    for index in 0..<generator.options.count {
      let name = FilePath.join(imageDirectory, generator.record(index).fileName)
      guard FileSystem.isFile(FilePath.join(directory, name)) else {
        throw .damaged(path: directory, file: name)
      }
    }
    return true
  }

  private static func stagePrefix(_ directory: String) -> String {
    ".\(FilePath.basename(FilePath.absolute(directory))).tmp-"
  }

  /// Removes what killed processes left half made.
  private static func removeLeftovers(
    of directory: String, in parent: String
  ) throws(FileError) {
    let prefix = stagePrefix(directory)
    for name in try FileSystem.list(parent) where name.hasPrefix(prefix) {
      guard let process = Int32(name.dropFirst(prefix.count)), process > 0 else { continue }
      let isAlive = process != getpid() && (kill(process, 0) == 0 || errno != ESRCH)
      if !isAlive { try FileSystem.removeTree(FilePath.join(parent, name)) }
    }
  }
}
