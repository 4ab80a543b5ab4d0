import Basics

/// A file of TensorBoard's events: records of a length, its checksum, an `Event`, and that one's checksum.
///
/// A record is appended in one piece; a reader waits for the end of one that is cut short, so that a killed program loses
/// at most the last.
public struct EventFile {
  private let file: AppendFile
  private let now: () -> Double

  /// Creates a file and writes what makes it one.
  ///
  /// - Parameters:
  ///   - path: Its path; a name with `tfevents` in it.
  ///   - now: The seconds since 1970.
  public init(path: String, now: @escaping () -> Double) throws(FileError) {
    file = try AppendFile(path)
    self.now = now
    try append { $0.add(3, "brain.Event:2") }
  }

  /// A name for the next file of a folder, which readers take after those that are there.
  ///
  /// - Parameters:
  ///   - folder: Where it will lie; readers go by the names' order.
  ///   - seconds: The present time since 1970.
  ///   - process: The number of this process.
  public static func nextName(in folder: String, seconds: Double, process: Int) -> String {
    let taken = ((try? FileSystem.list(folder)) ?? []).compactMap { name -> Int? in
      let parts = name.split(separator: ".")
      guard parts.count > 3, parts[2] == "tfevents" else { return nil }
      return Int(parts[3])
    }
    let number = max(Int(seconds), (taken.max() ?? 0) + 1)
    let digits = String(number)
    let padding = String(repeating: "0", count: max(0, 10 - digits.count))
    return "events.out.tfevents.\(padding)\(digits).roentgen.\(process).0"
  }

  /// Tells readers to forget what earlier files of the folder say of a step and of later ones.
  public func forget(fromStep step: Int) throws(FileError) {
    try append { event in
      event.add(2, step)
      event.add(7) { $0.add(1, 1) }
    }
  }

  /// Appends values of one step.
  public func write(_ values: [SummaryValue], step: Int) throws(FileError) {
    guard !values.isEmpty else { return }
    try append { event in
      event.add(2, step)
      event.add(5) { summary in
        for value in values { summary.add(1, value.message) }
      }
    }
  }

  private func append(_ build: (inout ProtobufMessage) -> Void) throws(FileError) {
    var event = ProtobufMessage()
    event.add(1, now())
    build(&event)
    try file.append(Self.record(of: event.bytes))
  }

  /// A record as TFRecord has it.
  public static func record(of data: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    length.append(littleEndian: UInt64(data.count))
    var record = length
    record.append(littleEndian: maskedChecksum(length))
    record += data
    record.append(littleEndian: maskedChecksum(data))
    return record
  }

  /// CRC-32C, turned and moved so that a checksum of data with checksums in them is none of zeros.
  private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    let checksum = CRC32C.checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
