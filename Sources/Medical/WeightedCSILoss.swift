import Autograd
import Glibc
import Layers
import TensorCore
import Training

/// The loss of six-zone congestion scoring: unknown zones count, but less, and distant grades may count more.
///
/// With w = 1 for the grades and w = `unknownWeight` for the class "unknown", the loss is the sum over all zone labels
/// of w_y (-log softmax_y + `ordinalWeight` (E - y)^2) over the sum of w_y. E is the expected grade, the mean of 0 to 3
/// under the softmax of the grades' outputs alone; labels that are unknown have no such distance. Without the second term
/// it is CSI-Predictor's WeightedCSILoss.
public struct WeightedCSILoss: TrainingLoss {
  private let crossEntropy: ClassWeightedCrossEntropy
  private let weights: [Float]
  private let ordinalWeight: Float
  private let unknownClass: Int

  /// Creates a loss.
  ///
  /// - Parameters:
  ///   - options: The weight of the unknown class, label smoothing, the weight of distances, and weights for the grades
  ///     if they differ.
  ///   - classCount: The number of classes, the unknown one included.
  ///   - unknownClass: The class that means "unknown": the last one.
  public init(options: LossOptions, classCount: Int, unknownClass: Int) {
    precondition(unknownClass == classCount - 1, "the grades come before the unknown class")
    var weights = options.classWeights ?? Array(repeating: 1, count: classCount)
    weights[unknownClass] *= options.unknownWeight
    self.weights = weights.map(Float.init)
    self.unknownClass = unknownClass
    ordinalWeight = Float(options.ordinalWeight)
    crossEntropy = ClassWeightedCrossEntropy(
      classWeights: self.weights, labelSmoothing: Float(options.labelSmoothing))
  }

  public func value(of logits: Variable, batch: Batch, tape: inout Tape) -> LossValue {
    let entropy = crossEntropy(logits, labels: batch.labels, on: &tape)
    guard ordinalWeight > 0, entropy.weightSum > 0 else { return entropy }
    let distance = squaredDistance(of: logits, labels: batch.labels, tape: &tape)
    let share = ordinalWeight * Float(distance.weightSum / entropy.weightSum)
    return LossValue(
      variable: tape.add(entropy.variable, tape.scale(distance.variable, by: share)),
      termSum: entropy.termSum + Double(ordinalWeight) * distance.termSum,
      weightSum: entropy.weightSum)
  }

  /// The mean over all labels of w_y (E - y)^2, 0 for unknown ones.
  private func squaredDistance(
    of logits: Variable, labels: [Int32], tape: inout Tape
  ) -> LossValue {
    let backend = tape.backend
    let rows = tape.reshape(logits, to: [labels.count, logits.shape[-1]])
    let probabilities = tape.softmax(tape.sliceChannels(rows, 0..<unknownClass))
    let grades = tape.constant(
      backend.tensor((0..<unknownClass).map(Float.init), [1, unknownClass]))
    let expected = tape.linear(probabilities, weights: grades)
    let roots = labels.map { Int($0) == unknownClass ? 0 : sqrt(weights[Int($0)]) }
    let scaled = tape.multiply(expected, tape.constant(backend.tensor(roots, [labels.count, 1])))
    let targets = zip(labels, roots).map { Float($0) * $1 }
    return tape.meanSquaredError(scaled, target: backend.tensor(targets, [labels.count, 1]))
  }
}
