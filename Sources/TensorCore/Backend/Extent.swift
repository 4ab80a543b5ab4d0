/// A height and a width, in pixels or taps.
public struct Extent: Hashable, Sendable {
  /// The number of rows.
  public var height: Int
  /// The number of columns.
  public var width: Int

  /// Creates an extent.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

extension Extent: ExpressibleByIntegerLiteral {
  /// A square extent: `3` is 3 x 3.
  public init(integerLiteral value: Int) {
    self.init(height: value, width: value)
  }

  /// A square extent.
  public init(_ side: Int) {
    self.init(height: side, width: side)
  }
}

extension Extent: CustomStringConvertible {
  public var description: String { "\(height)x\(width)" }
}
