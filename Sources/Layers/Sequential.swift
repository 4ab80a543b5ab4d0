import Autograd
import TensorCore

/// Layers, each fed with the output of the one before; a batch norm right behind a convolution is computed with it.
public struct Sequential: Layer {
  /// The layers in order.
  public let layers: [any Layer]

  /// Creates a chain.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    var output = input
    var rest = layers[...]
    while let layer = rest.popFirst() {
      if let convolution = layer as? Convolution2D, let norm = rest.first as? BatchNorm2D {
        rest.removeFirst()
        output = norm.forward(output, behind: convolution, context: &context)
      } else {
        output = layer.forward(output, context: &context)
      }
    }
    return output
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.reduce(input) { $1.describe($0, in: &summary) }
  }
}
