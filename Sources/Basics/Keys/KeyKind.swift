/// The values that a key may have.
public indirect enum KeyKind: Hashable, Sendable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A finite number in a range.
  case real(RealRange)
  /// `true` or `false`; also yes, no, on, off, 1, 0.
  case boolean
  /// Any text.
  case text
  /// A file or directory.
  case path
  /// One of several words, in upper or lower case.
  case choice([ChoiceOption])
  /// A word with arguments in brackets: `percentile(1, 99)`.
  case call(String, [KeyKind])
  /// Values separated by commas, and how many of them.
  case list(of: KeyKind, count: ClosedRange<Int>)
  /// The first of these kinds that fits.
  case oneOf([KeyKind])
}

extension KeyKind {
  /// Any finite number.
  public static var real: KeyKind { .real(.any) }

  /// A whole number from a smallest value on.
  public static func integer(atLeast smallest: Int) -> KeyKind { .integer(smallest...Int.max) }

  /// One of these words, none of which has another spelling.
  public static func words(_ names: String...) -> KeyKind {
    .choice(names.map { ChoiceOption($0) })
  }

  /// A special word such as `auto` or `none`, or another kind of value.
  public static func word(_ name: String, or kind: KeyKind) -> KeyKind {
    .oneOf([.words(name), kind])
  }

  /// Any number of values separated by commas.
  public static func list(of kind: KeyKind) -> KeyKind { .list(of: kind, count: 0...Int.max) }
}

/// A word that a key may have, with its other spellings.
public struct ChoiceOption: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name, as the program uses it.
  public var name: String
  /// Other spellings; upper and lower case do not count as such.
  public var aliases: [String]

  /// Declares a word.
  public init(_ name: String, aliases: [String] = []) {
    self.name = name
    self.aliases = aliases
  }

  /// Declares a word with one spelling.
  public init(stringLiteral value: String) { self.init(value) }
}
