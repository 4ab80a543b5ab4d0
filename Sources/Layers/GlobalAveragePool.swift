import Autograd
import TensorCore

/// The mean of each channel over the image.
///
/// - Shapes: (batch, height, width, channels) to (batch, channels).
public struct GlobalAveragePool: Layer {
  /// Creates the layer.
  public init() {}

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    context.tape.globalAveragePool(input)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let output: Shape = [input[0], input[3]]
    summary.add(name: "", kind: "global average pool", outputShape: output)
    return output
  }
}
