/// A value given to a key, before anything about the key is known.
public struct Assignment: Hashable, Sendable {
  /// The section as written; nil for a line before the first section.
  public var section: String?
  /// The key as written.
  public var key: String
  /// The value as written, without a comment, quotes included.
  public var value: String
  /// Where it was given.
  public var origin: Origin

  /// Creates an assignment.
  public init(section: String?, key: String, value: String, origin: Origin) {
    self.section = section
    self.key = key
    self.value = value
    self.origin = origin
  }
}
