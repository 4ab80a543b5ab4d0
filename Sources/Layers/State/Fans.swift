/// How many values flow into and out of one unit of a weight tensor, as PyTorch counts.
public struct Fans: Hashable, Sendable {
  /// Input channels (of one group) times taps.
  public let input: Int
  /// Output channels times taps.
  public let output: Int

  /// Counts for a tensor with PyTorch's extents (output, input, taps...).
  public init(exportedShape: [Int]) {
    let taps = exportedShape.dropFirst(2).reduce(1, *)
    input = (exportedShape.count > 1 ? exportedShape[1] : exportedShape.first ?? 1) * taps
    output = (exportedShape.first ?? 1) * taps
  }
}
