/// A value of a PyTorch file: what `torch.load(path, weights_only=True)` would return.
public indirect enum PickleValue: Equatable, Sendable {
  /// Python's `None`.
  case null
  /// `True` or `False`.
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A floating-point number.
  case double(Double)
  /// Text; a `torch.dtype` or `torch.device` is read as its name.
  case string(String)
  /// A `bytes` or `bytearray`.
  case bytes([UInt8])
  /// A list; a `set` is read as one.
  case list([PickleValue])
  /// A tuple; a `torch.Size` is read as one.
  case tuple([PickleValue])
  /// A `dict` or `collections.OrderedDict`.
  case dictionary(PickleDictionary)
  /// A tensor or parameter.
  case tensor(StoredTensor)

  /// What the value is, for error messages: "text", "a list of 3", ...
  public var kind: String {
    switch self {
    case .null: "None"
    case .bool: "a truth value"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .list(let values): "a list of \(values.count)"
    case .tuple(let values): "a tuple of \(values.count)"
    case .dictionary(let dictionary): "a dictionary of \(dictionary.count)"
    case .tensor(let tensor): "a \(tensor.type) tensor of shape \(tensor.shape)"
    }
  }
}

extension PickleValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  /// Creates text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .int(value) }

  /// Creates a floating-point number.
  public init(floatLiteral value: Double) { self = .double(value) }

  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension PickleValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// Creates a list.
  public init(arrayLiteral elements: PickleValue...) { self = .list(elements) }

  /// Creates a dictionary of the pairs in their order.
  public init(dictionaryLiteral elements: (PickleKey, PickleValue)...) {
    self = .dictionary(PickleDictionary(elements.map { (key: $0.0, value: $0.1) }))
  }
}
