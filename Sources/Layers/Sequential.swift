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
    guard context.execution.recomputesBlocks else {
      return context.inChain { Self.forward(layers[...], input, context: &$0) }
    }
    return parts.reduce(input) { input, part in
      context.recomputing(input) { Self.forward(part, $0, context: &$1) }
    }
  }

  /// What is computed again as a whole: each block or convolution, with what follows it directly.
  private var parts: [ArraySlice<any Layer>] {
    var parts: [ArraySlice<any Layer>] = []
    var start = layers.startIndex
    for (index, layer) in layers.enumerated() where index > start && !Self.isFollower(layer) {
      parts.append(layers[start..<index])
      start = index
    }
    return parts + [layers[start...]]
  }

  /// Whether a layer costs little beside what stands before it.
  private static func isFollower(_ layer: any Layer) -> Bool {
    layer is BatchNorm2D || layer is ActivationLayer || layer is Pooling2D || layer is Dropout
  }

  private static func forward(
    _ layers: ArraySlice<any Layer>, _ input: Variable, context: inout ForwardContext
  ) -> Variable {
    var output = input
    var rest = layers
    while let layer = rest.popFirst() {
      if let convolution = layer as? Convolution2D, let norm = rest.first as? BatchNorm2D {
        rest.removeFirst()
        output = norm.forward(output, behind: convolution, context: &context)
      } else {
        output = layer.forward(output, context: &context)
      }
      context.note(output: output)
    }
    return output
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.reduce(input) { $1.describe($0, in: &summary) }
  }
}
