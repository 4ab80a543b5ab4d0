/// A step that changed nothing because its loss or gradient was not finite.
public struct BadStep: Sendable, Equatable {
  /// Bad steps in a row, this one included.
  public var consecutive: Int
  /// Bad steps since the run began.
  public var total: Int
  /// Where the first number that is not finite appeared, if that is known.
  public var origin: String?

  /// Creates a description.
  public init(consecutive: Int, total: Int, origin: String? = nil) {
    self.consecutive = consecutive
    self.total = total
    self.origin = origin
  }

  /// One line for people.
  public var text: String {
    "the loss or a gradient is not finite"
      + (origin.map { " (\($0))" } ?? "") + "; step left out (\(consecutive) in a row)"
  }
}
