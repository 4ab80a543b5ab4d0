/// A JSON document, or a part of one.
///
/// Objects keep the order of their keys. NaN and the infinities have no JSON form: they are
/// written as `null`, which here always means "undefined".
public enum JSONValue: Hashable, Sendable {
  /// `null`: undefined or absent.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction and exponent that fits in 64 bits.
  case int(Int)
  /// Any other number.
  case double(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Keys and values, in order.
  case object(JSONObject)
}

extension JSONValue {
  /// A single-precision number, written with the digits that single precision needs.
  public init(_ value: Float) {
    // The shortest digits of the float are also those of the double read from them.
    self = .double(Double(value.description) ?? .nan)
  }

  /// A number, or null where there is none.
  public init(_ value: Double?) { self = value.map(JSONValue.double) ?? .null }

  /// A list of numbers; those that are missing become null.
  public init(_ values: [Double?]) { self = .array(values.map { JSONValue($0) }) }

  /// A list of texts.
  public init(_ values: [String]) { self = .array(values.map(JSONValue.string)) }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }

  /// The truth value, if it is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The whole number, if it is one; `3.0` is one as well.
  public var int: Int? {
    switch self {
    case .int(let value): value
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, if it is one.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The text, if it is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The list, if it is one.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The object, if it is one.
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The value of a key, if this is an object that has it.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element of a list, if this is a list that long.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with its keys in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
}
