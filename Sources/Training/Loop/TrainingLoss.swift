import Autograd
import Layers
import TensorCore

/// What training minimises.
public protocol TrainingLoss: Sendable {
  /// The loss of a batch, on the tape.
  func value(of logits: Variable, batch: Batch, tape: inout Tape) -> LossValue
}

/// Softmax cross-entropy with one label a sample.
public struct ClassificationLoss: TrainingLoss {
  /// How terms are weighted and targets softened.
  public var options: LossOptions

  /// Creates a loss.
  public init(options: LossOptions) {
    self.options = options
  }

  public func value(of logits: Variable, batch: Batch, tape: inout Tape) -> LossValue {
    let crossEntropy = ClassWeightedCrossEntropy(
      classWeights: options.classWeights?.map(Float.init),
      labelSmoothing: Float(options.labelSmoothing))
    return crossEntropy(logits, labels: batch.labels, on: &tape)
  }
}

/// Binary cross-entropy of each label on its own, averaged over samples and labels.
public struct MultilabelLoss: TrainingLoss {
  /// How terms are weighted and targets softened.
  public var options: LossOptions

  /// Creates a loss.
  public init(options: LossOptions) {
    self.options = options
  }

  public func value(of logits: Variable, batch: Batch, tape: inout Tape) -> LossValue {
    let smoothing = Float(options.labelSmoothing)
    let targets = batch.targets.map { $0 * (1 - smoothing) + smoothing / 2 }
    let weights = options.classWeights.map { weights in
      batch.targets.indices.map { Float(weights[$0 % weights.count]) }
    }
    let backend = tape.backend
    return BinaryCrossEntropy()(
      logits, targets: backend.tensor(targets, logits.shape),
      elementWeights: weights.map { backend.tensor($0, logits.shape) }, on: &tape)
  }
}
