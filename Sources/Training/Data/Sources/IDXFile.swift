import Basics

/// A file of MNIST's format: big-endian extents, then bytes.
///
/// Layout: two zero bytes, the type (8: unsigned byte), the number of axes, each extent as a 32-bit
/// number, the values. Source: http://yann.lecun.com/exdb/mnist
struct IDXFile: Sendable {
  let extents: [Int]
  /// The whole file, header included.
  let bytes: [UInt8]
  /// Where the values start.
  let start: Int

  /// The most bytes that are unpacked: 4 GiB.
  private static let limit = 4 << 30

  /// Reads `path`, or `path` with `.gz` behind it.
  ///
  /// - Parameter axes: the number of extents expected: 3 for images, 1 for labels.
  init(_ path: String, axes: Int) throws(DataError) {
    let isPacked = !FileSystem.isFile(path) && FileSystem.isFile(path + ".gz")
    let path = isPacked ? path + ".gz" : path
    var bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileSystem.read(path, limit: IDXFile.limit)
    } catch {
      throw DataError(.unreadable(error))
    }
    if isPacked {
      do throws(CompressionError) {
        bytes = try Deflate.unpack(bytes, format: .gzip, limit: IDXFile.limit)
      } catch {
        throw DataError(
          .malformed(format: "gzip", found: error.description, expected: "a whole file"),
          file: path)
      }
    }
    try self.init(bytes, file: path, axes: axes)
  }

  /// Checks the header against the size of the file.
  init(_ bytes: [UInt8], file: String, axes: Int) throws(DataError) {
    func malformed(_ found: String, _ expected: String) -> DataError {
      DataError(.malformed(format: "IDX", found: found, expected: expected), file: file)
    }
    start = 4 + 4 * axes
    guard bytes.count >= start else {
      throw malformed("\(bytes.count) bytes", "a header of \(start) bytes")
    }
    let magic = bytes[..<4].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    guard bytes[0] == 0, bytes[1] == 0, bytes[2] == 8, Int(bytes[3]) == axes else {
      throw malformed("the first bytes \(magic)", "0000080\(axes)")
    }
    var extents: [Int] = []
    var count = 1
    for axis in 0..<axes {
      let extent = bytes[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, axis == 0 || (1...65_536).contains(extent) else {
        throw malformed("an extent of \(extent)", "a size that is possible")
      }
      extents.append(extent)
      count = product
    }
    guard bytes.count - start == count else {
      throw malformed(
        "\(bytes.count - start) bytes of values",
        "\(count) for " + extents.map(String.init).joined(separator: " x "))
    }
    self.extents = extents
    self.bytes = bytes
  }
}
