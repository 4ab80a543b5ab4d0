import Basics
import Training

/// Only one program at a time works on a run's folders.
enum RunLock {
  /// Takes the lock of a pair of folders.
  ///
  /// - Throws: `RunError.busy` when another program holds it.
  static func take(_ folders: RunFolders) throws -> FileLock {
    try FileSystem.createDirectory(folders.logs)
    do {
      return try FileLock(folders.lock, waiting: false)
    } catch {
      guard error.code == .locked else { throw error }
      throw RunError.busy(lock: folders.lock)
    }
  }
}
