import Autograd
import TensorCore

/// Layers, each fed with the output of the one before.
public struct Sequential: Layer {
  /// The layers in order.
  public let layers: [any Layer]

  /// Creates a chain.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.reduce(input) { $1.forward($0, context: &context) }
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.reduce(input) { $1.describe($0, in: &summary) }
  }
}
