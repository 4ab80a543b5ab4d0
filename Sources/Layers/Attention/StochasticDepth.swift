import Basics

/// Leaves out a residual branch for some samples of a batch in training (Huang and others 2016), as torchvision's "row" mode
/// and timm's DropPath do.
struct StochasticDepth: Hashable, Sendable {
  /// The probability of a sample's branch to be left out, at least 0, below 1.
  let probability: Float

  /// For each sample 0 or 1 / (1 - probability); nil where nothing is left out.
  func factors(batch: Int, context: inout ForwardContext) -> [Float]? {
    guard context.mode == .training, probability > 0 else { return nil }
    var random = context.nextRandom(for: "stochastic depth")
    let kept = 1 / (1 - probability)
    return (0..<batch).map { _ in random.nextFloat() < probability ? 0 : kept }
  }
}
