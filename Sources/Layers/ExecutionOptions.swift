/// How a pass is computed; what it computes stays the same, within rounding.
public struct ExecutionOptions: Sendable, Equatable {
  /// Whether layers use fused operations.
  public var fusesOperations = true

  /// Whether only the inputs of a network's blocks are kept for the backward pass, which computes the blocks again:
  /// about a third more arithmetic for a fraction of the memory, and the same bits.
  public var recomputesBlocks = false

  /// Whether what the backward pass needs is kept as bfloat16, in half the memory; arithmetic stays in floats.
  public var roundsSaved = false

  /// Creates options.
  public init(
    fusesOperations: Bool = true, recomputesBlocks: Bool = false, roundsSaved: Bool = false
  ) {
    self.fusesOperations = fusesOperations
    self.recomputesBlocks = recomputesBlocks
    self.roundsSaved = roundsSaved
  }
}
