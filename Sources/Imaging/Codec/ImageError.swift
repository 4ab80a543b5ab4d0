import Basics

/// What is wrong with an image file.
public struct ImageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault, with its facts.
  public enum Kind: Hashable, Sendable {
    /// The content is in none of the formats that are read; up to 12 bytes of its start.
    case notAnImage(firstBytes: [UInt8])
    /// The data end before the picture does.
    case truncated(reason: String)
    /// A checksum, a table or the compressed data are wrong.
    case corrupt(reason: String)
    /// A field of a header is wrong or absent.
    case malformed(format: String, field: String, found: String, expected: String)
    /// The header announces more pixels than are accepted.
    case tooLarge(width: Int, height: Int, limit: Int)
    /// A variant of a known format that cannot be read or written.
    case unsupported(reason: String)
    /// The operating system could not read the file.
    case unreadable(FileError)
    /// There is not enough memory for the picture.
    case outOfMemory(reason: String)
  }

  /// The file, as the caller named it.
  public var name: String
  /// What is wrong with it.
  public var kind: Kind

  /// Creates an error from its facts.
  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// One line for people: "xray.png: the file ends early (the PNG data end early)".
  public var description: String {
    switch kind {
    case .notAnImage(let bytes):
      "\(name): not a PNG, JPEG, NIfTI or DICOM image (\(Self.guess(bytes)))"
    case .truncated(let reason): "\(name): the image file is truncated (\(reason))"
    case .corrupt(let reason): "\(name): the image file is damaged (\(reason))"
    case .malformed(let format, let field, let found, let expected):
      "\(name): not a valid \(format) file: \(field): found \(found), expected \(expected)"
    case .tooLarge(let width, let height, let limit):
      "\(name): \(width) x \(height) pixels are more than the limit of \(limit) pixels"
    case .unsupported(let reason): "\(name): this kind of image is not supported (\(reason))"
    case .unreadable(let error): error.description
    case .outOfMemory(let reason): "\(name): not enough memory (\(reason))"
    }
  }

  /// Says what a file that starts with these bytes probably is.
  private static func guess(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "the file is empty" }
    let formats: [(name: String, start: [UInt8])] = [
      ("GIF", Array("GIF8".utf8)), ("BMP", Array("BM".utf8)), ("PDF", Array("%PDF".utf8)),
      ("TIFF", [0x49, 0x49, 0x2A, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A]), ("gzip", [0x1F, 0x8B]),
      ("ZIP", [0x50, 0x4B, 3, 4]), ("JPEG 2000", [0, 0, 0, 0x0C, 0x6A, 0x50]),
      ("WebP or another RIFF", Array("RIFF".utf8)),
    ]
    if let format = formats.first(where: { bytes.starts(with: $0.start) }) {
      return "it looks like a \(format.name) file"
    }
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) || (9...13).contains($0) }) {
      let text = bytes.map { $0 < 0x20 ? " " : String(UnicodeScalar($0)) }.joined()
      return "it starts with the text \"\(text)\""
    }
    let codes = bytes.prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "it starts with the bytes \(codes.joined(separator: " "))"
  }
}
