import Glibc

/// What went wrong with a file: the operation, the path and the cause.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The cause, as far as callers tell causes apart.
  public enum Code: Hashable, Sendable {
    /// There is no such file or directory.
    case notFound
    /// The file mode or its directory forbids it.
    case permissionDenied
    /// The file system is mounted read-only.
    case readOnly
    /// No space is left, or a quota is used up.
    case diskFull
    /// There already is something of that name.
    case alreadyExists
    /// A file was expected and a directory found.
    case isDirectory
    /// A directory was expected and something else found.
    case notDirectory
    /// The file is larger than the reader accepts; the limit in bytes.
    case tooLarge(limit: Int)
    /// Another process holds the lock.
    case locked
    /// The text is not valid UTF-8, from this byte offset on.
    case notText(offset: Int)
    /// Any other error of the system, by its number.
    case system(errno: Int32)
  }

  /// The cause.
  public var code: Code
  /// What was attempted, as a verb: "read", "write", "rename".
  public var operation: String
  /// The file or directory, as the caller named it.
  public var path: String

  /// Creates an error from its facts.
  public init(code: Code, operation: String, path: String) {
    self.code = code
    self.operation = operation
    self.path = path
  }

  /// Creates an error from an `errno` of the system.
  public init(errno: Int32, operation: String, path: String) {
    self.init(code: Code(errno: errno), operation: operation, path: path)
  }

  /// One line for people: "cannot write logs/run.json: the disk is full".
  public var description: String {
    "cannot \(operation) \(path.isEmpty ? "a file without a name" : path): \(code.reason)"
  }
}

extension FileError.Code {
  /// The code of an `errno` of the system.
  public init(errno: Int32) {
    switch errno {
    case ENOENT: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    case EROFS: self = .readOnly
    case ENOSPC, EDQUOT: self = .diskFull
    case EEXIST: self = .alreadyExists
    case EISDIR: self = .isDirectory
    case ENOTDIR: self = .notDirectory
    case EWOULDBLOCK: self = .locked
    default: self = .system(errno: errno)
    }
  }

  /// The cause in words.
  public var reason: String {
    switch self {
    case .notFound: "no such file or directory"
    case .permissionDenied: "permission denied"
    case .readOnly: "the file system is read-only"
    case .diskFull: "the disk is full"
    case .alreadyExists: "it already exists"
    case .isDirectory: "it is a directory"
    case .notDirectory: "a part of the path is not a directory"
    case .tooLarge(let limit): "it is larger than the limit of \(limit) bytes"
    case .locked: "another process holds it locked"
    case .notText(let offset): "it is not UTF-8 text (byte \(offset))"
    case .system(let number): String(cString: strerror(number))
    }
  }
}
