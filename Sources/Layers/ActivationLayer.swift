import Autograd
import TensorCore

/// A pointwise non-linearity as a layer.
public struct ActivationLayer: Layer {
  private let activation: Activation

  /// Creates the layer.
  public init(_ activation: Activation) {
    self.activation = activation
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    context.tape.activation(input, activation)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    summary.add(name: "", kind: activation.rawValue, outputShape: input)
    return input
  }
}
