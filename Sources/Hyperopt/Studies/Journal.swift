import Basics

/// A study file in Optuna's journal format, followed while other processes write to it.
///
/// Every change is appended as a line under the lock and then read back, so that all processes see one order of things.
public final class Journal {
  /// The path of the file.
  public let path: String
  /// Who writes.
  public let process: HostProcess

  private(set) var state = JournalState()
  private let file: GrowingFile
  private let lock: JournalLock
  private let workerID: String
  private var parser = JournalParser()
  /// The bytes that are read and understood.
  private var offset = 0
  private var lineCount = 0

  /// The longest line accepted, in bytes.
  static let maximumLineLength = 16 << 20
  private static let chunkSize = 4 << 20

  /// Opens a file and reads it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - creating: whether to create it, and its folder, if it is missing.
  public init(_ path: String, creating: Bool = false) throws(StudyError) {
    self.path = path
    process = HostProcess.current()
    file = GrowingFile(path)
    lock = JournalLock(file: path, process: process)
    workerID = "\(UniqueName.uuid())-\(process.pid)"
    if creating {
      try StudyError.wrapping { () throws(FileError) in
        try FileSystem.createDirectory(FilePath.parent(path))
        try GrowingFile(path).createIfMissing()
      }
    }
    try refresh()
  }

  /// The names of the studies in the file, in the order of their creation.
  public var studyNames: [String] { state.studyNames }

  /// Reads what was appended since the last time.
  ///
  /// A last line without its end is left for later: somebody may be writing it.
  public func refresh() throws(StudyError) {
    while true {
      let part = try StudyError.wrapping { () throws(FileError) in
        try file.read(from: offset, upTo: Self.chunkSize)
      }
      guard part.size >= offset else { throw .cutShort(path: path) }
      if part.bytes.isEmpty { return }
      var bytes = part.bytes
      if !bytes.contains(UInt8(ascii: "\n")), part.size - offset > bytes.count {
        bytes = try StudyError.wrapping { () throws(FileError) in
          try file.read(from: offset, upTo: Self.maximumLineLength + 1).bytes
        }
      }
      let consumed = try take(bytes)
      if consumed == 0 {
        guard bytes.count <= Self.maximumLineLength else {
          throw .lineTooLong(path: path, line: lineCount + 1, limit: Self.maximumLineLength)
        }
        return
      }
    }
  }

  /// Understands all complete lines, and gives the number of their bytes.
  private func take(_ bytes: [UInt8]) throws(StudyError) -> Int {
    var scanner = JournalScanner(bytes: bytes)
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      do {
        state.apply(try parser.record(in: start..<end, of: &scanner))
      } catch {
        throw .damaged(path: path, line: lineCount + 1, reason: error.reason)
      }
      lineCount += 1
      offset += end + 1 - start
      start = end + 1
    }
    return start
  }

  /// Changes the file: the body sees its newest state, and what it appends is written as a whole.
  ///
  /// Nobody else can write meanwhile, so that the body should be quick.
  ///
  /// - Parameter isDurable: Whether to wait until it is on the device; what was not waited for is lost, if the machine
  ///   crashes, only together with all that follows it.
  public func transact<Result>(
    isDurable: Bool = true,
    _ body: (inout JournalTransaction) throws(StudyError) -> Result
  ) throws(StudyError) -> Result {
    do {
      try lock.acquire()
    } catch {
      throw .file(error)
    }
    defer { lock.release() }
    try refresh()
    var transaction = JournalTransaction(workerID: workerID)
    let result = try body(&transaction)
    guard !transaction.text.isEmpty else { return result }
    guard lock.isHeld else { throw .lockLost(path: path) }
    // What follows the last complete line was left by a process that died while it wrote.
    let end = offset
    try StudyError.wrapping { () throws(FileError) in
      try file.truncate(to: end)
      try file.append(Array(transaction.text.utf8), isDurable: isDurable)
    }
    try refresh()
    return result
  }
}

extension StudyError {
  static func wrapping<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(StudyError) -> Result {
    do {
      return try body()
    } catch {
      throw .file(error)
    }
  }
}
