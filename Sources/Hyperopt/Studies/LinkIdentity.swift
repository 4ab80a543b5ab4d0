import Glibc

/// Tells one symbolic link from another of the same name.
struct LinkIdentity: Hashable {
  let inode: UInt
  let seconds: Int
  let nanoseconds: Int

  /// Looks at a link itself, not at what it points to; nil if there is none.
  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    inode = UInt(status.st_ino)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  /// As text for the holder's file.
  var text: String { "\(inode) \(seconds) \(nanoseconds)" }
}
