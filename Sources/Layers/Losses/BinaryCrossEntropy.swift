import Autograd
import TensorCore

/// Binary cross-entropy of each logit with its own target, averaged over all (PyTorch's `BCEWithLogitsLoss`).
public struct BinaryCrossEntropy: Hashable, Sendable {
  /// Creates a loss.
  public init() {}

  /// Computes the loss.
  ///
  /// - Parameters:
  ///   - logits: (batch, labels).
  ///   - targets: Of the logits' shape, in [0, 1].
  ///   - elementWeights: Of the logits' shape, 0 where a target is unknown; nil for all 1.
  ///   - tape: Where it is recorded.
  public func callAsFunction(
    _ logits: Variable, targets: Tensor, elementWeights: Tensor? = nil, on tape: inout Tape
  ) -> LossValue {
    tape.binaryCrossEntropy(logits, targets: targets, elementWeights: elementWeights)
  }
}
