/// A Python object that a file of weights may name: the list is closed, nothing is ever imported.
///
/// It is the list of `torch.load(path, weights_only=True)` without sparse, quantised and complex
/// tensors.
enum PickleGlobal: Equatable {
  case orderedDict
  case counter
  case set
  case byteArray
  case encode
  case size
  case device
  case layout
  case tensorClass
  case parameter
  case rebuildTensor
  case rebuildTensorV2
  case rebuildTensorV3
  case rebuildParameter
  case rebuildParameterWithState
  case rebuildFromType
  case elementType(ElementType)
  case storage(ElementType)
  case untypedStorage

  /// Returns the object of that module and name.
  ///
  /// - Throws: `foreignGlobal` for any name that is not on the list.
  init(module: String, name: String) throws(CheckpointError) {
    let full = "\(module).\(name)"
    if let known = Self.known[full] {
      self = known
    } else if module == "torch", let type = Self.elementType(name) {
      self = .elementType(type)
    } else if module == "torch",
      let type = ElementType.allCases.first(where: { $0.storageClass == name })
    {
      self = .storage(type)
    } else if module == "torch", Self.unsupportedTypes.contains(name) {
      throw CheckpointError(.unsupportedType(full))
    } else {
      throw CheckpointError(.foreignGlobal(full))
    }
  }

  private static let known: [String: PickleGlobal] = [
    "collections.OrderedDict": .orderedDict,
    "collections.Counter": .counter,
    "builtins.set": .set,
    "__builtin__.set": .set,
    "builtins.bytearray": .byteArray,
    "__builtin__.bytearray": .byteArray,
    "_codecs.encode": .encode,
    "torch.Size": .size,
    "torch.device": .device,
    "torch.serialization._get_layout": .layout,
    "torch.Tensor": .tensorClass,
    "torch.nn.parameter.Parameter": .parameter,
    "torch._utils._rebuild_tensor": .rebuildTensor,
    "torch._utils._rebuild_tensor_v2": .rebuildTensorV2,
    "torch._utils._rebuild_tensor_v3": .rebuildTensorV3,
    "torch._utils._rebuild_parameter": .rebuildParameter,
    "torch._utils._rebuild_parameter_with_state": .rebuildParameterWithState,
    "torch._tensor._rebuild_from_type_v2": .rebuildFromType,
    "torch.storage.UntypedStorage": .untypedStorage,
    "torch.UntypedStorage": .untypedStorage,
  ]

  /// Types that PyTorch stores and that are not read here.
  private static let unsupportedTypes: Set<String> = [
    "ComplexFloatStorage", "ComplexDoubleStorage", "QUInt8Storage", "QInt8Storage",
    "QInt32Storage", "QUInt4x2Storage", "QUInt2x4Storage", "complex32", "complex64", "complex128",
    "quint8", "qint8", "qint32", "quint4x2", "quint2x4", "float8_e4m3fn", "float8_e5m2",
    "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2",
  ]

  private static func elementType(_ name: String) -> ElementType? {
    switch name {
    case "half": .float16
    case "float": .float32
    case "double": .float64
    case "short": .int16
    case "int": .int32
    case "long": .int64
    default: ElementType(rawValue: name)
    }
  }
}
