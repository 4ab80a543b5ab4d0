/// Why compressed data cannot be read.
public enum CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The data do not start as their format does.
  case wrongFormat(expected: String)
  /// The data end before the compressed stream does.
  case truncated
  /// The stream or its checksum is damaged.
  case corrupt
  /// Unpacked, the data are larger than the reader accepts.
  case tooLarge(limit: Int)
  /// The system has no memory left.
  case outOfMemory

  /// One line for people, to be put behind the name of the file.
  public var description: String {
    switch self {
    case .wrongFormat(let expected): "not \(expected) data"
    case .truncated: "the compressed data end too early"
    case .corrupt: "the compressed data are damaged"
    case .tooLarge(let limit): "unpacked, the data are larger than the limit of \(limit) bytes"
    case .outOfMemory: "no memory left to unpack the data"
    }
  }
}
