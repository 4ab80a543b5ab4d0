import Basics
import Glibc

/// A fresh directory below `TMPDIR` that is removed with all it holds when the value goes away.
public final class TemporaryDirectory: Sendable {
  /// The path of the directory.
  public let path: String

  /// Creates the directory.
  public init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((parent + "/roentgen-test-XXXXXX").utf8CString)
    precondition(mkdtemp(&template) != nil, "cannot create a directory in \(parent)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a file in the directory.
  public func file(_ name: String) -> String { FilePath.join(path, name) }

  deinit { try? FileSystem.removeTree(path) }
}
