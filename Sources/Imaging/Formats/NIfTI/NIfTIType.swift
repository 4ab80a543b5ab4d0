/// The types of voxels that are read, by their codes in `datatype`.
enum NIfTIType: Int {
  case uint8 = 2
  case int16 = 4
  case int32 = 8
  case float32 = 16
  case float64 = 64
  case rgb24 = 128
  case int8 = 256
  case uint16 = 512
  case uint32 = 768
  case int64 = 1024
  case uint64 = 1280
  case rgba32 = 2304

  /// What else the format knows, for errors.
  static func name(ofUnsupported code: Int) -> String? {
    switch code {
    case 1: "bits"
    case 32: "complex64"
    case 1536: "float128"
    case 1792: "complex128"
    case 2048: "complex256"
    default: nil
    }
  }

  /// Bytes of a voxel.
  var width: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16, .uint16: 2
    case .rgb24: 3
    case .int32, .uint32, .float32, .rgba32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// Channels of the picture; transparency is dropped.
  var channels: Int { self == .rgb24 || self == .rgba32 ? 3 : 1 }

  /// The largest value of the types that are taken as PNG files of that depth would be; nil: the picture says.
  var fullRange: Double? {
    switch self {
    case .uint8, .rgb24, .rgba32: 255
    case .uint16: 65_535
    default: nil
    }
  }

  /// The numbers of a voxel, as stored.
  func append(at start: Int, of reader: NumberReader, to values: inout [Double]) {
    switch self {
    case .uint8, .uint16, .uint32, .uint64:
      values.append(Double(reader.unsigned(at: start, width: width)))
    case .int8, .int16, .int32, .int64:
      values.append(Double(reader.signed(at: start, width: width)))
    case .float32: values.append(Double(reader.float(at: start)))
    case .float64: values.append(reader.double(at: start))
    case .rgb24, .rgba32:
      for channel in 0..<3 { values.append(Double(reader.bytes[start + channel])) }
    }
  }
}
