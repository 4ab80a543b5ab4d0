/// Where a picture lies in the square that was made of it, in parts of their sides.
public struct SquarePlacement: Hashable, Sendable {
  private let plan: ResizePlan

  init(_ plan: ResizePlan) {
    self.plan = plan
  }

  /// The place in the square of a place in the picture; nil for one that was cut off.
  ///
  /// - Parameters:
  ///   - x: from 0, the left edge, to 1, the right edge.
  ///   - y: from 0, the upper edge, to 1, the lower edge.
  public func inSquare(x: Double, y: Double) -> (x: Double, y: Double)? {
    let column = x * Double(plan.scaledWidth) - Double(plan.columns.lowerBound)
    let row = y * Double(plan.scaledHeight) - Double(plan.rows.lowerBound)
    guard column >= 0, row >= 0, column <= Double(plan.columns.count),
      row <= Double(plan.rows.count)
    else { return nil }
    return (
      (column + Double(plan.left)) / Double(plan.width),
      (row + Double(plan.top)) / Double(plan.height)
    )
  }

  /// The place in the picture of a place in the square; outside of 0...1 on bars.
  public func inPicture(x: Double, y: Double) -> (x: Double, y: Double) {
    let column = x * Double(plan.width) - Double(plan.left) + Double(plan.columns.lowerBound)
    let row = y * Double(plan.height) - Double(plan.top) + Double(plan.rows.lowerBound)
    return (column / Double(plan.scaledWidth), row / Double(plan.scaledHeight))
  }
}

extension PreparedImage {
  /// Where the picture lies in the square.
  public var placement: SquarePlacement { SquarePlacement(plan) }
}
