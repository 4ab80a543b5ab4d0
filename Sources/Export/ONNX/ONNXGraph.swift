import Basics

/// An ONNX graph that is being built, node by node (GraphProto of onnx.proto3).
///
/// Every result has a name of its own; nodes come after those whose results they use.
struct ONNXGraph {
  /// An extent of an input or output: a number, or a name for what may change.
  enum Dimension {
    case fixed(Int)
    case named(String)
  }

  private var body = ProtobufMessage()
  private var resultCount = 0
  private var initializers: Set<String> = []
  /// The bytes of all initializers.
  private(set) var weightByteCount = 0

  /// Adds a node with one result and gives the result's name.
  mutating func node(
    _ type: String, _ inputs: [String], _ attributes: [ONNXAttribute] = [],
    result: String? = nil
  ) -> String {
    let output = result ?? nextName(type)
    body.add(1) { node in
      for input in inputs { node.add(1, input) }
      node.add(2, output)
      node.add(3, "node_\(output)")
      node.add(4, type)
      for attribute in attributes { node.add(5, attribute.message) }
    }
    return output
  }

  /// Adds a node that splits its input into several results.
  mutating func split(_ input: String, into count: Int, axis: Int) -> [String] {
    let outputs = (0..<count).map { _ in nextName("Split") }
    body.add(1) { node in
      node.add(1, input)
      for output in outputs { node.add(2, output) }
      node.add(3, "node_\(outputs[0])")
      node.add(4, "Split")
      node.add(5, ONNXAttribute.integer("axis", axis).message)
    }
    return outputs
  }

  /// Adds floats, once under each name, and gives their name.
  mutating func floats(_ values: [Float], shape: [Int], name: String? = nil) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 4)
    for value in values { bytes.append(littleEndian: value.bitPattern) }
    return tensor(bytes, type: 1, shape: shape, name: name)
  }

  /// Adds whole numbers and gives their name.
  mutating func integers(_ values: [Int]) -> String {
    var bytes: [UInt8] = []
    for value in values { bytes.append(littleEndian: Int64(value)) }
    return tensor(bytes, type: 7, shape: [values.count], name: nil)
  }

  /// Declares an input of floats.
  mutating func input(_ name: String, _ shape: [Dimension]) {
    body.add(11, Self.valueInfo(name, shape))
  }

  /// Declares an output of floats.
  mutating func output(_ name: String, _ shape: [Dimension]) {
    body.add(12, Self.valueInfo(name, shape))
  }

  /// The encoded GraphProto.
  func message(name: String) -> ProtobufMessage {
    var message = body
    message.add(2, name)
    return message
  }

  private mutating func nextName(_ type: String) -> String {
    resultCount += 1
    return "\(type.lowercased())_\(resultCount)"
  }

  private mutating func tensor(
    _ bytes: [UInt8], type: Int, shape: [Int], name: String?
  ) -> String {
    let name = name ?? nextName("constant")
    guard initializers.insert(name).inserted else { return name }
    weightByteCount += bytes.count
    body.add(5) { tensor in
      for extent in shape { tensor.add(1, extent) }
      tensor.add(2, type)
      tensor.add(8, name)
      tensor.add(9, bytes)
    }
    return name
  }

  private static func valueInfo(_ name: String, _ shape: [Dimension]) -> ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, name)
    message.add(2) { type in
      type.add(1) { tensor in
        tensor.add(1, 1)
        tensor.add(2) { extents in
          for dimension in shape {
            extents.add(1) { extent in
              switch dimension {
              case .fixed(let count): extent.add(1, count)
              case .named(let name): extent.add(2, name)
              }
            }
          }
        }
      }
    }
    return message
  }
}
