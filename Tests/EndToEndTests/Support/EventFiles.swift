import Basics
import Testing

/// The scalars of a folder's event files as TensorBoard would show them.
struct EventFiles {
  /// Steps and values by tag.
  private(set) var scalars: [String: [Int: Float]] = [:]
  /// The tags of everything, in order of appearance.
  private(set) var tags: [String] = []

  /// Reads the files in their order, checking every length and checksum; a record that is cut short ends a file.
  init(_ work: Workspace, _ folder: String = "logs") throws {
    for name in try work.list(folder) where name.contains("tfevents") {
      let bytes = try work.bytes("\(folder)/\(name)")
      var place = 0
      while place + 12 <= bytes.count {
        let count = Int(Self.number(bytes[place..<place + 8]))
        try #require(
          Self.number(bytes[place + 8..<place + 12]) == Self.mask(bytes[place..<place + 8]))
        let data = place + 12
        guard data + count + 4 <= bytes.count else { break }
        try #require(
          Self.number(bytes[data + count..<data + count + 4])
            == Self.mask(bytes[data..<data + count]))
        try take(Array(bytes[data..<data + count]))
        place = data + count + 4
      }
    }
  }

  private mutating func take(_ bytes: [UInt8]) throws {
    let event = try #require(ProtobufFields(bytes))
    let step = Int(event[number: 2] ?? 0)
    if event[messages: 7].first?[number: 1] == 1 {
      for tag in scalars.keys { scalars[tag] = scalars[tag]?.filter { $0.key < step } }
    }
    for value in event[messages: 5].flatMap({ $0[messages: 1] }) {
      let tag = try #require(value[text: 1])
      if !tags.contains(tag) { tags.append(tag) }
      guard let bits = value[number: 2] else { continue }
      try #require(scalars[tag]?[step] == nil, "\(tag) twice at \(step)")
      scalars[tag, default: [:]][step] = Float(bitPattern: UInt32(bits))
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func mask(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    let checksum = CRC32C.checksum(Array(bytes))
    return UInt64((checksum >> 15 | checksum << 17) &+ 0xA282_EAD8)
  }
}
