import Autograd
import TensorCore

/// Sets features to 0 at random in training and scales the others up; does nothing in evaluation.
public struct Dropout: Layer {
  /// The probability of each feature to fall, at least 0, below 1.
  public let probability: Float

  /// Creates the layer.
  public init(_ probability: Float) {
    precondition((0..<1).contains(probability), "dropout: probability \(probability)")
    self.probability = probability
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    guard context.mode == .training, probability > 0 else { return input }
    let random = context.nextRandom(for: "dropout")
    return context.tape.dropout(input, probability: probability, random: random)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    guard probability > 0 else { return input }
    summary.add(name: "", kind: "dropout \(probability)", outputShape: input)
    return input
  }
}
