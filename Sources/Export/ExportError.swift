/// Why a network cannot be written in another format.
public enum ExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The format, or this program, has no form for an operation.
  case unsupported(String)
  /// The file would be larger than the format can be.
  case tooLarge(byteCount: Int, limit: Int)

  public var description: String {
    switch self {
    case .unsupported(let operation):
      "the network cannot be written as ONNX: \(operation) has no form there"
    case .tooLarge(let byteCount, let limit):
      "the network's \(byteCount) bytes are more than the \(limit) that an ONNX file can hold; "
        + "safetensors has no such limit"
    }
  }
}
