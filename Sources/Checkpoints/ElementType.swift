/// The type of the numbers in a stored tensor.
public enum ElementType: String, CaseIterable, Sendable {
  /// One byte, 0 or 1.
  case bool
  /// Unsigned, 8 bits.
  case uint8
  /// Signed, 8 bits.
  case int8
  /// Unsigned, 16 bits.
  case uint16
  /// Signed, 16 bits.
  case int16
  /// Unsigned, 32 bits.
  case uint32
  /// Signed, 32 bits.
  case int32
  /// Unsigned, 64 bits.
  case uint64
  /// Signed, 64 bits.
  case int64
  /// IEEE 754 half precision.
  case float16
  /// The upper half of a float32.
  case bfloat16
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 double precision.
  case float64

  /// The size of one element in bytes.
  public var size: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// Whether the type is a floating-point one.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// The class of PyTorch that stores such elements, without its module; nil where it has none.
  var storageClass: String? {
    switch self {
    case .bool: "BoolStorage"
    case .uint8: "ByteStorage"
    case .int8: "CharStorage"
    case .int16: "ShortStorage"
    case .int32: "IntStorage"
    case .int64: "LongStorage"
    case .float16: "HalfStorage"
    case .bfloat16: "BFloat16Storage"
    case .float32: "FloatStorage"
    case .float64: "DoubleStorage"
    case .uint16, .uint32, .uint64: nil
    }
  }

  /// The name in the header of a safetensors file.
  var safetensorsName: String {
    switch self {
    case .bool: "BOOL"
    case .uint8: "U8"
    case .int8: "I8"
    case .uint16: "U16"
    case .int16: "I16"
    case .uint32: "U32"
    case .int32: "I32"
    case .uint64: "U64"
    case .int64: "I64"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    }
  }
}
