import Basics
import Checkpoints

/// Archives with a pickle made by hand, as an attacker would make them.
enum PickleAssembly {
  /// Returns the file with that pickle and those storages; all checksums are right.
  static func archive(_ pickle: [UInt8], storages: [[UInt8]] = []) -> [UInt8] {
    var members: [(String, [UInt8])] = [("archive/data.pkl", pickle)]
    for (key, bytes) in storages.enumerated() { members.append(("archive/data/\(key)", bytes)) }
    return archive(members)
  }

  /// Returns the archive with those members.
  static func archive(_ members: [(String, [UInt8])], forces64: Bool = false) -> [UInt8] {
    var writer = ZipWriter(forces64: forces64)
    var bytes: [UInt8] = []
    for (name, content) in members {
      bytes += writer.begin(name, size: content.count, checksum: CRC32.checksum(content))
      bytes += content
    }
    return bytes + writer.finish()
  }

  /// Returns the bytes of opcodes written as text, without what else a pickle needs.
  static func code(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Returns the instruction that pushes a short text.
  static func text(_ text: String) -> [UInt8] {
    code("X") + [UInt8(text.utf8.count), 0, 0, 0] + code(text)
  }

  /// Returns the instruction that pushes a number of up to 64 bits.
  static func integer(_ value: Int) -> [UInt8] {
    var bits = UInt64(bitPattern: Int64(value))
    var bytes: [UInt8] = [0x8A, 8]
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
    return bytes
  }

  /// Returns the instructions that push a tuple of numbers.
  static func tuple(_ values: [Int]) -> [UInt8] {
    code("(") + values.flatMap { integer($0) } + code("t")
  }

  /// Returns a whole pickle whose result the instructions leave on the stack.
  static func pickle(_ instructions: [UInt8]) -> [UInt8] { [0x80, 2] + instructions + code(".") }

  /// Returns the instructions that push a tensor of `storage` 0, said to have `count` elements.
  static func tensor(
    offset: Int, shape: [Int], strides: [Int], count: Int, storageClass: String = "FloatStorage"
  ) -> [UInt8] {
    code("ctorch._utils\n_rebuild_tensor_v2\n((") + text("storage")
      + code("ctorch\n\(storageClass)\n") + text("0") + text("cpu") + integer(count) + code("tQ")
      + integer(offset) + tuple(shape) + tuple(strides) + [0x89]
      + code("ccollections\nOrderedDict\n)RtR")
  }
}
