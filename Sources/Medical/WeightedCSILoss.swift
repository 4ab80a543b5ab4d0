import Autograd
import Layers
import Training

/// The loss of six-zone congestion scoring: unknown zones count, but less.
///
/// With w = 1 for the grades and w = `unknownWeight` for the class "unknown", the loss is the sum over all zone labels
/// of w_y (-log softmax_y) over the sum of w_y (CSI-Predictor's WeightedCSILoss).
public struct WeightedCSILoss: TrainingLoss {
  private let crossEntropy: ClassWeightedCrossEntropy

  /// Creates a loss.
  ///
  /// - Parameters:
  ///   - options: The weight of the unknown class, label smoothing, and weights for the grades if they differ.
  ///   - classCount: The number of classes, the unknown one included.
  ///   - unknownClass: The class that means "unknown".
  public init(options: LossOptions, classCount: Int, unknownClass: Int) {
    var weights = options.classWeights ?? Array(repeating: 1, count: classCount)
    weights[unknownClass] *= options.unknownWeight
    crossEntropy = ClassWeightedCrossEntropy(
      classWeights: weights.map(Float.init), labelSmoothing: Float(options.labelSmoothing))
  }

  public func value(of logits: Variable, batch: Batch, tape: inout Tape) -> LossValue {
    crossEntropy(logits, labels: batch.labels, on: &tape)
  }
}
