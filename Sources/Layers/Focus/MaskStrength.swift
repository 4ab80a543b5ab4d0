/// How much masks leave of an image: both parts are 0 to 1, from black to the image as it is.
public struct MaskStrength: Hashable, Sendable {
  /// What is left inside of a group's region.
  public let inside: Float
  /// What is left outside.
  public let outside: Float

  /// The region as it is, and black around it.
  public static let zero = MaskStrength(inside: 1, outside: 0)

  /// a of the region, 1 - a of the rest: x (m a + (1 - m) (1 - a)), counted from black.
  ///
  /// - Parameter strength: a, from 0 to 1; 1 is `zero`.
  public static func attention(_ strength: Float) -> MaskStrength {
    MaskStrength(inside: strength, outside: 1 - strength)
  }

  private init(inside: Float, outside: Float) {
    self.inside = inside
    self.outside = outside
  }

  /// What is left of a value.
  @inline(__always)
  func apply(_ part: Float, to value: Float, black: Float) -> Float {
    // The ends exactly: a value that a mask covers must leave no trace, one that it shows no rounding.
    part == 0 ? black : part == 1 ? value : black + (value - black) * part
  }
}
