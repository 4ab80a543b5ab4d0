/// A type of property that keys can set.
public protocol KeyConvertible {
  /// The property of a value; nil when it is of another kind.
  init?(configValue: ConfigValue?)
  /// The property as a file says it; nil: the key left unset.
  var configValue: ConfigValue? { get }
}

extension Int: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    guard case .integer(let number) = configValue else { return nil }
    self = number
  }

  public var configValue: ConfigValue? { .integer(self) }
}

extension UInt64: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    guard case .integer(let number) = configValue else { return nil }
    self.init(exactly: number)
  }

  public var configValue: ConfigValue? { .integer(Int(clamping: self)) }
}

extension Double: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .real(let number): self = number
    case .integer(let number): self.init(number)
    default: return nil
    }
  }

  public var configValue: ConfigValue? { .real(self) }
}

extension Bool: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    guard case .boolean(let flag) = configValue else { return nil }
    self = flag
  }

  public var configValue: ConfigValue? { .boolean(self) }
}

extension String: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .text(let text), .word(let text): self = text
    default: return nil
    }
  }

  public var configValue: ConfigValue? { .text(self) }
}

extension Array: KeyConvertible where Element: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case nil: self = []
    case .list(let elements):
      self = elements.compactMap { Element(configValue: $0) }
      guard count == elements.count else { return nil }
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    isEmpty ? nil : .list(compactMap(\.configValue))
  }
}

extension KeyConvertible where Self: RawRepresentable<String> {
  /// The case whose raw value is a declared word.
  public init?(configValue: ConfigValue?) {
    guard case .word(let word) = configValue else { return nil }
    self.init(rawValue: word)
  }

  public var configValue: ConfigValue? { .word(rawValue) }
}
