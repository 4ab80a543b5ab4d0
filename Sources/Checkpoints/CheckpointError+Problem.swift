extension CheckpointError {
  /// The ways in which a file of weights can be unusable.
  public enum Problem: Equatable, Sendable {
    /// The file could not be opened or read.
    case cannotRead(reason: String)
    /// The file could not be written; an earlier file of that name is intact.
    case cannotWrite(reason: String)
    /// The first bytes are those of no format that is understood.
    case notACheckpoint(expected: String)
    /// The file ends before what it announces.
    case truncated(what: String)
    /// The zip structure contradicts itself.
    case invalidArchive(reason: String)
    /// The zip archive uses what PyTorch's files never do (encryption, several volumes).
    case unsupportedArchive(reason: String)
    /// A member that a checkpoint needs is not in the archive.
    case missingMember(String)
    /// The bytes of a member are not those that were written.
    case checksumMismatch(member: String, stored: UInt32, computed: UInt32)
    /// The pickle asks for a Python object outside the list of harmless ones.
    case foreignGlobal(String)
    /// The pickle has an instruction that no file of weights needs.
    case unsupportedOpcode(UInt8, offset: Int)
    /// The pickle cannot be carried out.
    case invalidPickle(reason: String, offset: Int)
    /// The file holds a kind of value that has no place in a checkpoint.
    case unsupportedValue(String)
    /// The file holds numbers of a type that is not understood.
    case unsupportedType(String)
    /// The file would need more memory than its size justifies, or nests without end.
    case limitExceeded(what: String, limit: Int)
    /// A storage has not the size that its elements need.
    case storageSize(key: String, expected: Int, found: Int)
    /// A tensor reaches outside its storage.
    case tensorOutOfBounds(shape: [Int], strides: [Int], offset: Int, elements: Int)
    /// A shape or a list of strides is impossible.
    case invalidShape(shape: [Int], strides: [Int])
    /// The header of a safetensors file breaks one of the format's rules.
    case invalidHeader(reason: String)
    /// A key is absent.
    case missingKey(keys: [PickleKey])
    /// A value is of another type than the one that is needed.
    case wrongType(keys: [PickleKey], expected: String, found: String)
  }
}

extension CheckpointError.Problem: CustomStringConvertible {
  /// The problem in one line, without the file's name.
  public var description: String {
    switch self {
    case .cannotRead(let reason): "cannot be read: \(reason)"
    case .cannotWrite(let reason): "cannot be written: \(reason)"
    case .notACheckpoint(let expected): "not a checkpoint: expected \(expected)"
    case .truncated(let what): "truncated: the file ends inside \(what)"
    case .invalidArchive(let reason): "damaged zip archive: \(reason)"
    case .unsupportedArchive(let reason): "unsupported zip archive: \(reason)"
    case .missingMember(let name): "not a PyTorch checkpoint: the archive has no \(name)"
    case .checksumMismatch(let member, let stored, let computed):
      "damaged: '\(member)' has checksum \(hexadecimal(computed)), the archive says "
        + hexadecimal(stored)
    case .foreignGlobal(let name):
      "refused: the file asks for the Python object '\(name)', which is not among those that "
        + "files of plain weights need"
    case .unsupportedOpcode(let opcode, let offset):
      "unsupported pickle instruction \(hexadecimal(UInt32(opcode))) at byte \(offset)"
    case .invalidPickle(let reason, let offset): "damaged pickle: \(reason) at byte \(offset)"
    case .unsupportedValue(let what):
      "holds \(what), expected numbers, text, lists, dictionaries and tensors only"
    case .unsupportedType(let name): "holds elements of the unsupported type \(name)"
    case .limitExceeded(let what, let limit): "refused: \(what) (limit \(limit))"
    case .storageSize(let key, let expected, let found):
      "storage '\(key)' has \(found) bytes, its elements need \(expected)"
    case .tensorOutOfBounds(let shape, let strides, let offset, let elements):
      "a tensor of shape \(shape), strides \(strides), offset \(offset) reaches outside its "
        + "storage of \(elements) elements"
    case .invalidShape(let shape, let strides):
      "a tensor has the impossible shape \(shape) with strides \(strides)"
    case .invalidHeader(let reason): "invalid safetensors header: \(reason)"
    case .missingKey(let keys): "has no \(path(of: keys))"
    case .wrongType(let keys, let expected, let found):
      "\(keys.isEmpty ? "the whole" : path(of: keys)) is \(found), expected \(expected)"
    }
  }

  private func hexadecimal(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }

  private func path(of keys: [PickleKey]) -> String {
    "'" + keys.map(\.description).joined(separator: ".") + "'"
  }
}
