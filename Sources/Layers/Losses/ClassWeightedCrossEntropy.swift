import Autograd

/// Softmax cross-entropy of class labels, averaged by the weights of the classes.
///
/// The loss is the sum over rows of w_y (-log softmax(z)_y) over the sum of w_y, y being a row's label (PyTorch's
/// `CrossEntropyLoss`).
public struct ClassWeightedCrossEntropy: Hashable, Sendable {
  /// One weight per class, at least 0; nil for all 1.
  public var classWeights: [Float]?
  /// The share of the target that is spread evenly over all classes, from 0 to below 1.
  public var labelSmoothing: Float
  /// A label whose rows have neither term nor weight.
  public var ignoredLabel: Int32?

  /// Creates a loss.
  public init(
    classWeights: [Float]? = nil, labelSmoothing: Float = 0, ignoredLabel: Int32? = nil
  ) {
    precondition((0..<1).contains(labelSmoothing), "label smoothing \(labelSmoothing)")
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.ignoredLabel = ignoredLabel
  }

  /// Computes the loss.
  ///
  /// - Parameters:
  ///   - logits: (batch, classes) or (batch, groups, classes).
  ///   - labels: One per row of the logits, row by row.
  ///   - tape: Where it is recorded.
  public func callAsFunction(
    _ logits: Variable, labels: [Int32], on tape: inout Tape
  ) -> LossValue {
    tape.crossEntropy(
      logits, labels: labels, classWeights: classWeights, labelSmoothing: labelSmoothing,
      ignoredLabel: ignoredLabel)
  }
}
