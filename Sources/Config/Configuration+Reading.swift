import Basics

// Each kind of value can be read in two ways: plainly where the declaration guarantees it, and as
// an optional where the key may be unset or hold a word such as `auto` instead. Asking for a key
// that is not declared, or plainly for a value of another kind, is an error of the program.
extension Configuration {
  /// The value of a key; nil if unset.
  public func value(_ section: String, _ key: String) -> ConfigValue? { entry(section, key).value }

  /// Where the value of a key comes from.
  public func origin(_ section: String, _ key: String) -> Origin { entry(section, key).origin }

  /// Whether a key was given, rather than left at its default.
  public func isGiven(_ section: String, _ key: String) -> Bool {
    origin(section, key) != .declaration
  }

  /// A whole number.
  public func integer(_ section: String, _ key: String) -> Int {
    required(optionalInteger(section, key), section, key)
  }

  /// A whole number, or nil if the value is unset or something else.
  public func optionalInteger(_ section: String, _ key: String) -> Int? {
    value(section, key)?.integer
  }

  /// A number.
  public func real(_ section: String, _ key: String) -> Double {
    required(optionalReal(section, key), section, key)
  }

  /// A number, or nil if the value is unset or something else.
  public func optionalReal(_ section: String, _ key: String) -> Double? {
    value(section, key)?.real
  }

  /// A truth value.
  public func boolean(_ section: String, _ key: String) -> Bool {
    required(optionalBoolean(section, key), section, key)
  }

  /// A truth value, or nil if the value is unset or something else.
  public func optionalBoolean(_ section: String, _ key: String) -> Bool? {
    if case .boolean(let flag) = value(section, key) { flag } else { nil }
  }

  /// A text or path.
  public func text(_ section: String, _ key: String) -> String {
    required(optionalText(section, key), section, key)
  }

  /// A text or path, or nil if the value is unset or something else.
  public func optionalText(_ section: String, _ key: String) -> String? {
    if case .text(let text) = value(section, key) { text } else { nil }
  }

  /// The declared name of a word.
  public func word(_ section: String, _ key: String) -> String {
    required(optionalWord(section, key), section, key)
  }

  /// The declared name of a word, or nil if the value is unset or something else.
  public func optionalWord(_ section: String, _ key: String) -> String? {
    if case .word(let word) = value(section, key) { word } else { nil }
  }

  /// The whole numbers of a list; empty if unset or not a list of such.
  public func integers(_ section: String, _ key: String) -> [Int] {
    elements(section, key).compactMap(\.integer)
  }

  /// The numbers of a list; empty if unset or not a list of such.
  public func reals(_ section: String, _ key: String) -> [Double] {
    elements(section, key).compactMap(\.real)
  }

  /// The texts or words of a list; empty if unset or not a list of such.
  public func texts(_ section: String, _ key: String) -> [String] {
    elements(section, key).compactMap(\.name)
  }

  private func elements(_ section: String, _ key: String) -> [ConfigValue] {
    if case .list(let elements) = value(section, key) { elements } else { [] }
  }

  private func required<Value>(_ value: Value?, _ section: String, _ key: String) -> Value {
    guard let value else {
      preconditionFailure("[\(section)] \(key) has no value of the kind asked for")
    }
    return value
  }
}

extension ConfigValue {
  fileprivate var integer: Int? { if case .integer(let number) = self { number } else { nil } }

  fileprivate var real: Double? {
    switch self {
    case .real(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  fileprivate var name: String? {
    switch self {
    case .text(let text), .word(let text): text
    default: nil
    }
  }
}
