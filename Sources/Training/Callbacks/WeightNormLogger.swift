import Basics
import Layers
import TensorCore

/// Adds the norm of all weights together, at the end of each epoch, to the histories and tables as `weight_norm`.
public struct WeightNormLogger: Callback {
  /// What warnings and checkpoints call it.
  public let name = "norm of the weights"

  /// Creates the callback.
  public init() {}

  public mutating func epochEnded(_ context: inout CallbackContext) {
    guard let weights = context.weights else { return }
    var sum = 0.0
    for parameter in weights.parameters {
      parameter.withElements { elements in
        for element in elements { sum += Double(element) * Double(element) }
      }
    }
    context.log("weight_norm", sum.squareRoot())
  }
}
