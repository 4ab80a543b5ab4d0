import Basics

/// A named setting of an ONNX node (AttributeProto of onnx.proto3).
struct ONNXAttribute {
  /// What it is set to.
  enum Value {
    case float(Float)
    case integer(Int)
    case integers([Int])
  }

  let name: String
  let value: Value

  static func float(_ name: String, _ value: Float) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .float(value))
  }

  static func integer(_ name: String, _ value: Int) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .integer(value))
  }

  static func integers(_ name: String, _ values: [Int]) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .integers(values))
  }

  /// The encoded AttributeProto; the last field is its type.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, name)
    switch value {
    case .float(let value):
      message.add(2, value)
      message.add(20, 1)
    case .integer(let value):
      message.add(3, value)
      message.add(20, 2)
    case .integers(let values):
      for value in values { message.add(8, value) }
      message.add(20, 7)
    }
    return message
  }
}
