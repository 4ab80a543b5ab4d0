import Basics
import Glibc

/// The lock of a study file: the symbolic link `FILE.lock`, which works on network file systems too.
///
/// It is the lock of Optuna's `JournalFileSymlinkLock`, the default of its journal: whoever makes the link holds the lock,
/// and a link that stays unchanged for 30 seconds is taken for the remains of a dead process. Processes of this program
/// that share a machine take turns by `.FILE.holder` first, a lock that the system gives back at death: what one of them
/// left behind is then known at once.
final class JournalLock {
  /// How long a lock may be held before others take it for a dead process's, in seconds.
  static let gracePeriod = 30.0

  private let linkPath: String
  private let linkTarget: String
  private let holderPath: String
  private let process: HostProcess
  private var held: (identity: LinkIdentity, turn: FileLock?)?

  init(file: String, process: HostProcess) {
    linkPath = file + ".lock"
    // Relative to the link's own folder, so that it holds wherever a shared folder is mounted.
    linkTarget = FilePath.basename(file)
    holderPath = FilePath.join(FilePath.parent(file), ".\(FilePath.basename(file)).holder")
    self.process = process
  }

  /// Whether this object holds the lock, and nobody has taken it by force.
  var isHeld: Bool {
    guard let held else { return false }
    return LinkIdentity(path: linkPath) == held.identity
  }

  /// Waits for the lock and takes it.
  ///
  /// - Throws: when the link cannot be made, because the folder is read-only, say.
  func acquire() throws(FileError) {
    precondition(held == nil, "the lock of a study is taken twice")
    let turn = takeTurn()
    let clock = Stopwatch()
    var watched: LinkIdentity?
    var watchedSince = 0.0
    var pause: UInt32 = 500
    while symlink(linkTarget, linkPath) != 0 {
      guard errno == EEXIST else {
        throw FileError(errno: errno, operation: "lock", path: linkPath)
      }
      guard let found = LinkIdentity(path: linkPath) else { continue }
      if found != watched {
        watched = found
        watchedSince = clock.seconds
      }
      let isAbandoned = turn != nil && wasLeftHere(found)
      if isAbandoned || clock.seconds - watchedSince > Self.gracePeriod {
        remove(found)
        continue
      }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
    guard let identity = LinkIdentity(path: linkPath) else {
      throw FileError(code: .notFound, operation: "lock", path: linkPath)
    }
    held = (identity, turn)
    if turn != nil { noteHolder(identity) }
  }

  /// Gives the lock back; one that was taken by force stays with its new holder.
  func release() {
    guard let held else { return }
    remove(held.identity)
    self.held = nil
  }

  /// Waits until no process of this program on this machine holds the lock; nil where the file system has no such
  /// locks, or when a stopped process keeps its turn for too long.
  private func takeTurn() -> FileLock? {
    let clock = Stopwatch()
    var pause: UInt32 = 200
    while clock.seconds < Self.gracePeriod {
      do {
        return try FileLock(holderPath, waiting: false)
      } catch {
        guard error.code == .locked else { return nil }
        usleep(pause)
        pause = min(pause * 2, 10_000)
      }
    }
    return nil
  }

  private var signature: String { "\(process.host) \(process.boot) " }

  private func noteHolder(_ identity: LinkIdentity) {
    // Only a hint: without it, the next one waits out the grace period.
    // Not emptied first, which would have file systems write it to the disk then and there.
    let file = open(holderPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { return }
    let text = Array("\(signature)\(identity.text)\n".utf8)
    _ = write(file, text, text.count)
    ftruncate(file, text.count)
    close(file)
  }

  /// Whether the link was made by a process of this program on this machine, which then has died: its turn is over.
  private func wasLeftHere(_ link: LinkIdentity) -> Bool {
    let text = try? FileSystem.readText(holderPath, limit: 1 << 12)
    return text == "\(signature)\(link.text)\n"
  }

  /// Removes the link if it is the one meant; by way of another name, so that only one process succeeds.
  private func remove(_ link: LinkIdentity) {
    guard LinkIdentity(path: linkPath) == link else { return }
    let aside = linkPath + UniqueName.uuid() + ".rename"
    guard rename(linkPath, aside) == 0 else { return }
    if let moved = LinkIdentity(path: aside), moved != link,
      LinkIdentity(path: linkPath) == nil, rename(aside, linkPath) == 0
    {
      return
    }
    unlink(aside)
  }

  deinit { release() }
}
