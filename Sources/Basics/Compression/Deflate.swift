import CZlib

/// Compression by zlib's deflate, in its three wrappers.
public enum Deflate {
  /// What is around the compressed stream.
  public enum Format: Hashable, Sendable {
    /// A gzip file (RFC 1952): CRC-32 and size at the end; several may follow one another.
    case gzip
    /// A zlib stream (RFC 1950) as in PNG: Adler-32 at the end.
    case zlib
    /// The bare stream (RFC 1951) as in zip: no checksum.
    case raw

    /// zlib's code: a window of 32 KiB, and the wrapper.
    var windowBits: Int32 {
      switch self {
      case .gzip: 15 + 16
      case .zlib: 15
      case .raw: -15
      }
    }
  }

  /// Unpacks data and checks their checksum.
  ///
  /// - Parameters:
  ///   - bytes: one stream; for gzip one or more. What follows a gzip stream and is neither
  ///     another one nor zero padding is an error, and so is anything behind the other formats.
  ///   - limit: the most bytes accepted; more throw `.tooLarge` before they take memory.
  public static func unpack(
    _ bytes: [UInt8], format: Format, limit: Int = FileSystem.defaultReadLimit
  ) throws(CompressionError) -> [UInt8] {
    var output: [UInt8] = []
    var start = 0
    repeat {
      start += try unpackOne(bytes, from: start, format, limit: limit, into: &output)
      if format == .gzip, bytes[start...].allSatisfy({ $0 == 0 }) { return output }
    } while format == .gzip && start < bytes.count
    guard start == bytes.count else { throw .corrupt }
    return output
  }

  /// Unpacks the first bytes of a stream; what follows is neither read nor checked.
  ///
  /// - Returns: `count` bytes, or as many as the stream has.
  public static func unpackStart(
    of bytes: [UInt8], format: Format, count: Int
  ) throws(CompressionError) -> [UInt8] {
    var output: [UInt8] = []
    _ = try unpackOne(bytes, from: 0, format, limit: .max, enough: count, into: &output)
    return Array(output.prefix(count))
  }

  /// Packs data.
  ///
  /// - Parameter level: 0 none, 1 fast to 9 small.
  public static func pack(_ bytes: [UInt8], format: Format, level: Int = 6) -> [UInt8] {
    precondition((0...9).contains(level), "the compression level is 0 to 9, not \(level)")
    var output: [UInt8] = []
    var stream = z_stream()
    withUnsafeMutablePointer(to: &stream) { stream in
      let status = deflateInit2_(
        stream, Int32(level), Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      precondition(status == Z_OK, "zlib cannot start: \(status)")
      defer { deflateEnd(stream) }
      var consumed = 0
      var code = Z_OK
      while code != Z_STREAM_END {
        // zlib counts in 32 bits: larger data go in several pieces.
        let end = min(bytes.count, consumed + pieceSize)
        let flush = end == bytes.count ? Z_FINISH : Z_NO_FLUSH
        let step = step(stream, bytes, consumed..<end, into: &output) { deflate($0, flush) }
        code = step.code
        consumed += step.taken
        precondition(code == Z_OK || code == Z_STREAM_END, "zlib cannot pack: \(code)")
      }
    }
    return output
  }

  /// Unpacks one stream, or as much of it as is enough, and returns how many bytes it took.
  private static func unpackOne(
    _ bytes: [UInt8], from start: Int, _ format: Format, limit: Int, enough: Int = .max,
    into output: inout [UInt8]
  ) throws(CompressionError) -> Int {
    if format == .gzip, bytes.count - start >= 2, !bytes[start...].starts(with: [0x1F, 0x8B]) {
      throw start == 0 ? .wrongFormat(expected: "gzip") : .corrupt
    }
    var stream = z_stream()
    // zlib remembers the address of its state: it must not move between the calls.
    return try withUnsafeMutablePointer(to: &stream) { stream throws(CompressionError) in
      guard
        inflateInit2_(stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
          == Z_OK
      else { throw .outOfMemory }
      defer { inflateEnd(stream) }
      var consumed = start
      while true {
        let end = min(bytes.count, consumed + pieceSize)
        let step = step(stream, bytes, consumed..<end, into: &output) { inflate($0, Z_NO_FLUSH) }
        consumed += step.taken
        guard output.count <= limit else { throw .tooLarge(limit: limit) }
        if output.count >= enough { return consumed - start }
        switch step.code {
        case Z_STREAM_END: return consumed - start
        case Z_OK where step.taken > 0 || step.produced > 0: continue
        case Z_OK, Z_BUF_ERROR: throw .truncated
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .corrupt
        }
      }
    }
  }

  private static let pieceSize = 1 << 17

  /// Lets zlib work on a piece of the input and appends what comes out, at most `pieceSize`.
  private static func step(
    _ stream: z_streamp, _ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8],
    _ call: (z_streamp) -> Int32
  ) -> (taken: Int, produced: Int, code: Int32) {
    var code: Int32 = 0
    var taken = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, filled in
      input.withUnsafeBufferPointer { source in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)?.advanced(
          by: range.lowerBound)
        stream.pointee.avail_in = UInt32(range.count)
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(pieceSize)
        code = call(stream)
        taken = range.count - Int(stream.pointee.avail_in)
        filled = pieceSize - Int(stream.pointee.avail_out)
      }
    }
    output += chunk
    return (taken, chunk.count, code)
  }
}
