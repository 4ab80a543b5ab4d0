/// Softmax and the losses, each with its gradient computed in the same pass.
public protocol LossBackend {
  /// Softmax over the last axis, computed with the row's maximum subtracted.
  func softmax(_ input: Tensor) -> Tensor

  /// The gradient of `softmax`, given its output.
  func softmaxGradient(outputGradient: Tensor, output: Tensor) -> Tensor

  /// Weighted softmax cross-entropy of class labels (PyTorch's `cross_entropy`).
  ///
  /// With p = softmax(logits) and label y per row, the term of a row is
  /// (1 - s) w_y (-log p_y) + (s / C) sum over c of w_c (-log p_c), its weight is w_y, and the loss is the sum of
  /// terms over the sum of weights. Rows whose label is `ignoredLabel` have no term and no weight.
  ///
  /// - Parameters:
  ///   - logits: (rows, classes).
  ///   - labels: One per row, in 0 ..< classes or `ignoredLabel`.
  ///   - classWeights: w, one per class, or nil for all 1.
  ///   - labelSmoothing: s, from 0 to below 1.
  ///   - ignoredLabel: A label to leave out, or nil.
  func crossEntropy(
    logits: Tensor, labels: [Int32], classWeights: [Float]?, labelSmoothing: Float,
    ignoredLabel: Int32?
  ) -> LossOutput

  /// Binary cross-entropy with logits: the mean over elements of
  /// w (max(z, 0) - z t + log(1 + exp(-|z|))), targets in [0, 1].
  ///
  /// - Parameters:
  ///   - logits: (rows, labels).
  ///   - targets: Of the logits' shape.
  ///   - elementWeights: w, of the logits' shape, or nil for all 1; the loss divides by their sum.
  func binaryCrossEntropy(logits: Tensor, targets: Tensor, elementWeights: Tensor?) -> LossOutput

  /// The mean of squared differences.
  func meanSquaredError(_ prediction: Tensor, target: Tensor) -> LossOutput
}

/// A loss with its parts.
public struct LossOutput: Sendable {
  /// The sum of weighted terms.
  public var termSum: Double
  /// The sum of weights; the loss is `termSum / weightSum`, undefined when this is 0.
  public var weightSum: Double
  /// The gradient of `termSum / weightSum` with respect to the first argument; zeros when `weightSum` is 0.
  public var gradient: Tensor

  /// Creates an output.
  public init(termSum: Double, weightSum: Double, gradient: Tensor) {
    self.termSum = termSum
    self.weightSum = weightSum
    self.gradient = gradient
  }
}
