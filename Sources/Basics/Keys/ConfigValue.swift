/// The value of a key, checked against its kind.
public enum ConfigValue: Hashable, Sendable {
  /// A whole number.
  case integer(Int)
  /// A finite number.
  case real(Double)
  /// A truth value.
  case boolean(Bool)
  /// A text or a path, without quotes.
  case text(String)
  /// One of the words of a choice, by its declared name.
  case word(String)
  /// A word with arguments.
  case call(String, [ConfigValue])
  /// Several values.
  case list([ConfigValue])
}
