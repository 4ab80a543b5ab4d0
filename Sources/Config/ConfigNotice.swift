import Basics

/// Something in the configuration that people should know and that is no error.
public struct ConfigNotice: Hashable, Sendable, CustomStringConvertible {
  /// The key that has no effect.
  public var key: IgnoredKey
  /// Where it was given.
  public var origin: Origin

  /// One line for people.
  public var description: String {
    "\(origin): [\(key.section)] \(key.name) has no effect here: \(key.reason)"
  }
}
