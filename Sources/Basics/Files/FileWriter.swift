import Glibc

/// A buffered sequential writer, handed to the body of `AtomicFile.write`.
public struct FileWriter: ~Copyable {
  private let file: FileDescriptor
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// The number of bytes written so far: the offset of the next one.
  public private(set) var position = 0

  init(_ file: consuming FileDescriptor) {
    self.file = file
    buffer.reserveCapacity(Self.capacity)
  }

  /// Appends bytes.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes.span.bytes)
  }

  /// Appends the UTF-8 of a text.
  public mutating func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Appends the memory of a span: of floats, say, in the byte order of the machine.
  public mutating func write(_ bytes: RawSpan) throws(FileError) {
    if buffer.count + bytes.byteCount > Self.capacity { try flush() }
    if bytes.byteCount >= Self.capacity {
      try file.writeAll(bytes)
    } else {
      bytes.withUnsafeBytes { buffer.append(contentsOf: $0) }
    }
    position += bytes.byteCount
  }

  mutating func flush() throws(FileError) {
    try file.writeAll(buffer.span.bytes)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is buffered and waits until all of it is on the device.
  mutating func finish() throws(FileError) {
    try flush()
    try file.synchronize()
  }
}
