/// Bytes as text (RFC 4648, with padding, without line breaks).
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let digits: [UInt8?] = {
    var digits = [UInt8?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { digits[Int(character)] = UInt8(value) }
    return digits
  }()

  /// The text of some bytes.
  public static func text(of bytes: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 1
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] { result.append(alphabet[Int(bits >> UInt32(shift) & 63)]) }
      bits = 0
      count = 0
    }
    if count > 0 {
      bits <<= UInt32(8 * (3 - count))
      for place in 0..<4 {
        let shift = UInt32(18 - 6 * place)
        result.append(place <= count ? alphabet[Int(bits >> shift & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that a text stands for; nil when it is none of `text(of:)`.
  public static func bytes(of text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 4) else { return nil }
    let padding = characters.suffix(2).count { $0 == UInt8(ascii: "=") }
    var result: [UInt8] = []
    result.reserveCapacity(characters.count / 4 * 3)
    var bits: UInt32 = 0
    for (place, character) in characters.dropLast(padding).enumerated() {
      guard let digit = digits[Int(character)] else { return nil }
      bits = bits << 6 | UInt32(digit)
      // A byte is complete with every digit but the first of four.
      let free = UInt32((3 - place % 4) * 2)
      if place % 4 > 0 { result.append(UInt8(truncatingIfNeeded: bits >> free)) }
    }
    // Bits behind the last byte are 0, or another text would stand for the same bytes.
    return Self.text(of: result) == text ? result : nil
  }
}

extension Base64 {
  /// The text of numbers, four bytes each, the least significant first.
  public static func text(of values: [Float]) -> String {
    text(
      of: values.lazy.flatMap { value -> [UInt8] in
        let bits = value.bitPattern
        return [
          UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8),
          UInt8(truncatingIfNeeded: bits >> 16), UInt8(bits >> 24),
        ]
      })
  }

  /// The numbers that a text stands for, bit for bit; nil when it is none of `text(of:)`.
  public static func floats(of text: String) -> [Float]? {
    guard let bytes = bytes(of: text), bytes.count.isMultiple(of: 4) else { return nil }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(
        bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }
}
